package dev.localport.daemon.control;

import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.PodInfo;
import dev.localport.daemon.cluster.ClusterHealthProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Clusters that are as a test says. Not thread-safe but for what was asked. */
final class FakeClusters implements ClusterHealthProvider {
  private static final Comparator<ClusterEvent> WORST_FIRST =
      Comparator.comparing(ClusterEvent::isWarning)
          .thenComparing(ClusterEvent::lastSeen)
          .reversed();

  final Map<String, ClusterStatus> statuses = new TreeMap<>();
  final List<ClusterStatus> twins = new ArrayList<>(); // further ones of the same contexts
  final Map<String, List<ClusterEvent>> events = new TreeMap<>();
  final List<PodInfo> pods = new ArrayList<>();

  /** The contexts that were asked anew, in order. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  /** The contexts that were asked for events, and how old those that are known may be. */
  final List<String> askedForEvents = new CopyOnWriteArrayList<>();

  /** The contexts whose events were read, in order. */
  final List<String> readEvents = new CopyOnWriteArrayList<>();

  /** The contexts that do not answer when they are asked. */
  final Set<String> silent = new HashSet<>();

  List<String> scaledToZero = List.of();

  /** What changes when a context is asked anew. */
  Consumer<String> onRefresh = _ -> {};

  FakeClusters with(ClusterStatus status) {
    statuses.put(status.context(), status);
    return this;
  }

  ClusterAnswers answers() {
    return new ClusterAnswers(
        this,
        () -> {
          List<ClusterStatus> all = new ArrayList<>(statuses.values());
          all.addAll(twins);
          return all;
        },
        (context, _) -> {
          asked.add(context);
          onRefresh.accept(context);
          return !silent.contains(context);
        },
        (context, maxAge, _) -> askedForEvents.add(context + " " + maxAge.toSeconds() + " s"));
  }

  @Override
  public boolean isHealthy(String context) {
    return clusterInfo(context).map(c -> c.state() != ClusterState.OFFLINE).orElse(true);
  }

  /** A service has the target {@code service/NAME}; pods of a cluster that is away are stale. */
  @Override
  public List<PodInfo> podStatus(String context, String namespace, String resource) {
    return pods.stream()
        .filter(pod -> statuses.containsKey(context) && pod.context().equals(context))
        .filter(pod -> pod.namespace().equals(namespace))
        .filter(pod -> resource.isEmpty() || isBehind(pod, resource))
        .map(pod -> pod.usedBy(pod.services(), pod.stale() || !isHealthy(context)))
        .toList();
  }

  private static boolean isBehind(PodInfo pod, String resource) {
    return pod.services().stream().anyMatch(service -> resource.equals("service/" + service));
  }

  @Override
  public List<String> scaledToZero(
      String context, String namespace, String target, Duration patience) {
    return scaledToZero;
  }

  @Override
  public Optional<ClusterStatus> clusterInfo(String context) {
    return Optional.ofNullable(statuses.get(context));
  }

  @Override
  public Optional<Instant> lastCheck(String context) {
    return clusterInfo(context).map(ClusterStatus::lastCheck);
  }

  @Override
  public List<ClusterEvent> events(String context, Instant since) {
    readEvents.add(context);
    List<ClusterEvent> known = statuses.containsKey(context) ? events.get(context) : null;
    return known == null
        ? List.of()
        : known.stream()
            .filter(event -> !event.lastSeen().isBefore(since))
            .sorted(WORST_FIRST)
            .toList();
  }
}
