package dev.localport.daemon.cluster;

import dev.localport.api.ClusterEvent;
import dev.localport.api.Failure;
import dev.localport.api.NodeInfo;
import dev.localport.api.PodInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Notifies the services of a cluster that it is offline or back: each in turn, never one of them
 * twice. One thread, the monitor's.
 *
 * <p>A cluster that is back is asked for its nodes before the services are notified, but they wait
 * for that for a second at most; then they are notified one after another, so that a hundred do not
 * dial in one instant. Priority decides which comes first; then operations that wait, in the order
 * in which they were asked for; then pods on good nodes. Streams of logs are restored before all of
 * them, within that second.
 */
final class AvailabilityNotifier {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration SPREAD = Duration.ofMillis(300);

  private final Supplier<List<RestoredFirst>> first;
  private final IntConsumer restored;
  private final Map<ClusterSubscription, Boolean> toldAway = new LinkedHashMap<>();
  private final Deque<Due> queue = new ArrayDeque<>();
  private @Nullable Instant arrangeAt;
  private int returns; // of the cluster
  private int restoring; // of what is restored first since the last one

  private record Due(Instant when, ClusterSubscription subscription) {}

  /** Asked once for each service, so that nothing changes while they are sorted. */
  private record Place(ClusterSubscription subscription, long turn, boolean isOnGoodNode) {
    static final Comparator<Place> ORDER =
        Comparator.comparingInt((Place one) -> -one.subscription().subscriber().priority())
            .thenComparingLong(Place::turn)
            .thenComparing(one -> !one.isOnGoodNode());
  }

  /** Creates one that nothing is restored before. */
  AvailabilityNotifier() {
    this(List::of, _ -> {});
  }

  /**
   * Creates one.
   *
   * @param first what is restored before the services
   * @param restored is called on any thread when one of those is, with the number that {@link
   *     #restored} takes on the monitor's
   */
  AvailabilityNotifier(Supplier<List<RestoredFirst>> first, IntConsumer restored) {
    this.first = first;
    this.restored = restored;
  }

  /** A service joins; it is notified at once that the cluster is offline. */
  void join(ClusterSubscription one, @Nullable Failure away) {
    toldAway.put(one, away != null);
    if (away != null) {
      one.tellAway(away);
    }
  }

  /** A service leaves; one that goes to another monitor must not take its cluster for offline. */
  void leave(ClusterSubscription one) {
    queue.removeIf(due -> due.subscription().equals(one));
    if (Boolean.TRUE.equals(toldAway.remove(one))) {
      one.tellBack();
    }
  }

  void leaveAll() {
    List.copyOf(toldAway.keySet()).forEach(this::leave);
  }

  /** Returns the services. */
  List<ClusterSubscriber> subscribers() {
    return toldAway.keySet().stream().map(ClusterSubscription::subscriber).toList();
  }

  /** Returns whether a session of a service lives. */
  boolean anySessionLives() {
    return toldAway.keySet().stream().anyMatch(ClusterSubscription::hasSession);
  }

  /** Returns the services of each pod behind them. */
  Map<FormerPods.PodKey, Set<String>> servicesOfPods() {
    Map<FormerPods.PodKey, Set<String>> services = new HashMap<>();
    for (ClusterSubscription one : toldAway.keySet()) {
      for (PodInfo pod : one.pods()) {
        services
            .computeIfAbsent(
                new FormerPods.PodKey(pod.namespace(), pod.name()), _ -> new TreeSet<>())
            .add(one.subscriber().service());
      }
    }
    return services;
  }

  /** Returns the names of the pods behind all services, by their namespaces. */
  Map<String, Set<String>> pods() {
    Map<String, Set<String>> pods = new TreeMap<>();
    for (ClusterSubscription one : toldAway.keySet()) {
      for (PodInfo pod : one.pods()) {
        pods.computeIfAbsent(pod.namespace(), _ -> new TreeSet<>()).add(pod.name());
      }
    }
    return pods;
  }

  /** The cluster is offline. */
  void away(Failure why) {
    queue.clear();
    arrangeAt = null;
    for (ClusterSubscription one : List.copyOf(toldAway.keySet())) {
      if (Boolean.FALSE.equals(toldAway.replace(one, true))) {
        one.tellAway(why);
      }
    }
  }

  /** The cluster answers, and was not unreachable long enough to be called offline. */
  void answers() {
    List.copyOf(toldAway.keySet()).forEach(ClusterSubscription::tellAnswers);
  }

  /** The cluster has trouble, and is there as far as is known. */
  void trouble() {
    List.copyOf(toldAway.keySet()).forEach(ClusterSubscription::tellTrouble);
  }

  /** An event happened. */
  void happened(ClusterEvent event, EventSign sign) {
    List.copyOf(toldAway.keySet()).forEach(one -> one.tellEvent(event, sign));
  }

  /** Returns the namespaces of all services and of the pods behind them, in order. */
  NavigableSet<String> namespaces() {
    NavigableSet<String> all = new TreeSet<>(pods().keySet());
    toldAway.keySet().stream().flatMap(one -> Stream.ofNullable(one.namespace())).forEach(all::add);
    return all;
  }

  /** The cluster is back; its nodes are being asked for. */
  void back(Instant now) {
    arrangeAt = now.plus(PATIENCE);
    int number = ++returns;
    List<RestoredFirst> all = first.get();
    restoring = all.size();
    all.forEach(one -> one.onBack(() -> restored.accept(number)));
  }

  /** Something that is restored first is, since the return of the cluster with that number. */
  void restored(int number) {
    if (number == returns) {
      restoring--;
    }
  }

  /** Returns when {@link #tick} is to be called; null: never. */
  @Nullable Instant due(Instant now) {
    Due next = queue.peek();
    Instant when = next == null ? arrangeAt : next.when();
    return when != null && isDue(when, now) ? now : when;
  }

  /** There is nothing to wait for anymore. */
  void arrange(Instant now, @Nullable List<NodeInfo> nodes) {
    if (arrangeAt != null && restoring <= 0) {
      arrangeAt = now;
      tick(now, nodes);
    }
  }

  /** Notifies those whose time has come. */
  void tick(Instant now, @Nullable List<NodeInfo> nodes) {
    if (arrangeAt != null && isDue(arrangeAt, now)) {
      arrangeAt = null;
      enqueue(now, nodes == null ? List.of() : nodes);
    }
    for (Due next = queue.peek(); next != null && isDue(next.when(), now); next = queue.peek()) {
      queue.remove();
      toldAway.put(next.subscription(), false);
      next.subscription().tellBack();
    }
  }

  /** What lies further ahead than anything is planned was planned before the clock was set back. */
  private static boolean isDue(Instant when, Instant now) {
    return !now.isBefore(when) || when.isAfter(now.plus(PATIENCE));
  }

  private void enqueue(Instant now, List<NodeInfo> nodes) {
    Set<String> good =
        nodes.stream()
            .filter(node -> node.ready() && node.pressures().isEmpty())
            .map(NodeInfo::name)
            .collect(Collectors.toSet());
    List<Place> waiting =
        toldAway.entrySet().stream()
            .filter(Map.Entry::getValue)
            .map(Map.Entry::getKey)
            .map(one -> new Place(one, one.turn(), isOn(good, one.pods())))
            .sorted(Place.ORDER)
            .toList();
    for (int i = 0; i < waiting.size(); i++) {
      Duration after = SPREAD.multipliedBy(i).dividedBy(waiting.size());
      queue.add(new Due(now.plus(after), waiting.get(i).subscription()));
    }
  }

  private static boolean isOn(Set<String> nodes, List<PodInfo> pods) {
    return pods.stream().map(PodInfo::node).anyMatch(node -> node != null && nodes.contains(node));
  }
}
