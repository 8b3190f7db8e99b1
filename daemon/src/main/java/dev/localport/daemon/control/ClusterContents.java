package dev.localport.daemon.control;

import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterReport;
import dev.localport.api.ClusterRequest;
import dev.localport.api.ClusterStatus;
import dev.localport.api.PodChange;
import dev.localport.api.PodInfo;
import dev.localport.api.SeenEvent;
import dev.localport.api.ServicePod;
import dev.localport.api.ServiceStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The events and pods of clusters, as a request wants them: from what is known, at once.
 * Thread-safe.
 *
 * @param services every service that is loaded, as it is now
 */
record ClusterContents(ClusterAnswers clusters, Supplier<List<ServiceStatus>> services) {
  private static final int EVENTS_OF_A_STATUS = 5;
  private static final int MOST_EVENTS_OF_A_STATUS = 100; // an answer has to fit a line
  private static final int EVENTS_OF_A_POD = 10;
  private static final String POD = "pod/";

  private static final Comparator<SeenEvent> WARNINGS_THEN_NEWEST =
      Comparator.comparing((SeenEvent seen) -> !seen.event().isWarning())
          .thenComparing(seen -> seen.event().lastSeen(), Comparator.reverseOrder());
  private static final Comparator<ClusterEvent> NEWEST_FIRST =
      Comparator.comparing(ClusterEvent::lastSeen).reversed();
  private static final Comparator<PodInfo> BY_NAME =
      Comparator.comparing(PodInfo::namespace).thenComparing(PodInfo::name);

  /**
   * Events of clusters.
   *
   * @param wanted those that the request asks for
   * @param others how many more there are that touch no active service, where those are not wanted
   */
  record Events(List<SeenEvent> wanted, long others) {}

  /** Returns the events of these contexts, warnings first and the newest first. */
  Events events(Stream<String> contexts, ClusterRequest request) {
    List<SeenEvent> all =
        contexts
            .flatMap(
                context -> events(context, request).map(event -> new SeenEvent(context, event)))
            .toList();
    List<SeenEvent> wanted =
        all.stream().filter(seen -> !request.touching() || isTouching(seen.event())).toList();
    List<SeenEvent> shown =
        wanted.stream()
            .sorted(WARNINGS_THEN_NEWEST)
            .limit(limit(request, Integer.MAX_VALUE))
            .toList();
    return new Events(shown, all.size() - wanted.size());
  }

  private static boolean isTouching(ClusterEvent event) {
    return !event.services().isEmpty();
  }

  private Stream<ClusterEvent> events(String context, ClusterRequest request) {
    String type = request.type();
    return clusters.known().events(context, since(request)).stream()
        .filter(event -> type == null || type.equalsIgnoreCase(event.type()))
        .filter(
            event -> request.namespace() == null || request.namespace().equals(event.namespace()));
  }

  private static Instant since(ClusterRequest request) {
    return request.since() == null ? Instant.EPOCH : request.since();
  }

  private static int limit(ClusterRequest request, int otherwise) {
    return request.limit() == 0 ? otherwise : request.limit();
  }

  /**
   * Returns a cluster with the newest events that touch services, and with the services' pods: all
   * of them, whatever their events.
   */
  ClusterReport report(ClusterStatus cluster, ClusterRequest request) {
    List<ClusterEvent> touching =
        events(cluster.context(), request)
            .filter(ClusterContents::isTouching)
            .sorted(NEWEST_FIRST)
            .toList();
    List<ServicePod> pods =
        known(cluster.context(), request.namespace())
            .map(ServicePod::of)
            .sorted(Comparator.comparing(ServicePod::ready)) // and by name, since that is stable
            .toList();
    int most = Math.min(limit(request, EVENTS_OF_A_STATUS), MOST_EVENTS_OF_A_STATUS);
    return ClusterReport.of(
        cluster,
        touching.stream().limit(most).toList(),
        cluster.warnings() == null && touching.isEmpty() ? null : Integer.valueOf(touching.size()),
        pods);
  }

  /**
   * Returns the pods of these contexts with their events and changes. A time or a type leaves those
   * to whom nothing of that kind happened; a limit, those in which something changed last.
   */
  List<PodInfo> pods(Stream<String> contexts, ClusterRequest request) {
    Stream<PodInfo> wanted =
        contexts.flatMap(context -> shown(context, request)).filter(pod -> isWanted(pod, request));
    return request.limit() == 0
        ? wanted.toList()
        : wanted
            .sorted(Comparator.comparing(ClusterContents::newest).reversed())
            .limit(request.limit())
            .toList();
  }

  private Stream<PodInfo> shown(String context, ClusterRequest request) {
    Map<PodName, List<ClusterEvent>> events = // once: there may be many pods, and many events
        events(context, request)
            .filter(event -> event.namespace() != null && event.object().startsWith(POD))
            .sorted(NEWEST_FIRST)
            .collect(Collectors.groupingBy(PodName::of));
    return known(context, request.namespace())
        .map(pod ->
            shown(
                pod,
                events.getOrDefault(new PodName(pod.namespace(), pod.name()), List.of()),
                request));
  }

  private record PodName(@Nullable String namespace, String name) {
    static PodName of(ClusterEvent event) {
      return new PodName(event.namespace(), event.object().substring(POD.length()));
    }
  }

  private static PodInfo shown(PodInfo pod, List<ClusterEvent> events, ClusterRequest request) {
    List<PodChange> changes =
        pod.changes().stream().filter(change -> !change.at().isBefore(since(request))).toList();
    return pod.showing(changes, events.stream().limit(EVENTS_OF_A_POD).toList());
  }

  private static boolean isWanted(PodInfo pod, ClusterRequest request) {
    boolean happened = !pod.changes().isEmpty() || !pod.events().isEmpty();
    return (request.type() == null || !pod.events().isEmpty())
        && (request.since() == null || happened);
  }

  private static Instant newest(PodInfo pod) {
    Instant event = pod.events().isEmpty() ? Instant.EPOCH : pod.events().getFirst().lastSeen();
    Instant change = pod.lastChange() == null ? Instant.EPOCH : pod.lastChange();
    return event.isAfter(change) ? event : change;
  }

  private Stream<PodInfo> known(String context, @Nullable String namespace) {
    return services.get().stream()
        .filter(service -> context.equals(service.context()))
        .filter(service -> !service.state().equals("stopped"))
        .flatMap(service -> Stream.ofNullable(service.namespace()))
        .filter(used -> namespace == null || namespace.equals(used))
        .distinct()
        .sorted()
        .flatMap(used -> clusters.known().podStatus(context, used, "").stream())
        .sorted(BY_NAME);
  }
}
