package dev.localport.daemon.cluster;

import dev.localport.api.ClusterEvent;
import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.NodeInfo;
import dev.localport.api.PodCounts;
import dev.localport.api.PodInfo;
import dev.localport.api.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster last reported, kept while it is offline. Each part is replaced as a whole when it
 * is reported again, and has its own age. Immutable; bounded by {@link CollectorCall}, which keeps
 * no more of an answer than it may.
 *
 * <p>Over 300 lines, since each kind of knowledge has its own rule for what follows an answer.
 *
 * @param told which query reported it
 * @param gaps what it does not report now, and why
 */
record ClusterCache(Map<Collector, Cached> told, Map<Collector, Gap> gaps) {
  /** Nothing is known yet. */
  static final ClusterCache NOTHING = new ClusterCache(Map.of(), Map.of());

  private static final CollectorOutcome.PodUsage NO_POD =
      new CollectorOutcome.PodUsage(Set.of(), Map.of(), Map.of());

  private static final int MOST_EVENTS = 1_000;

  /** A right that is missing now is hardly there a minute later. */
  static final Duration REFUSAL_HOLDS = Duration.ofMinutes(10);

  /**
   * Something that is not reported.
   *
   * @param permission that is missing; null where none is
   * @param until it is not asked for before
   */
  record Gap(Failure why, @Nullable String permission, Instant until) {}

  ClusterCache {
    told = ordered(told);
    gaps = ordered(gaps);
  }

  private static <V> Map<Collector, V> ordered(Map<Collector, V> map) {
    Map<Collector, V> copy = new EnumMap<>(Collector.class);
    copy.putAll(map);
    return Collections.unmodifiableMap(copy);
  }

  /**
   * Returns this with what a collector came to.
   *
   * @param took from asking to the end of the answer
   * @param holds how long what is forbidden is not asked for again
   */
  ClusterCache with(
      Collector what, CollectorOutcome outcome, Instant now, Duration took, Duration holds) {
    return switch (outcome) {
      case CollectorOutcome.Nodes nodes ->
          told(what, new Cached(nodes.with(usage()), now, took, false));
      case CollectorOutcome.Usage usage ->
          told(what, new Cached(usage, now, took, false)).withUsage(usage.usage());
      case CollectorOutcome.PodUsage usage ->
          told(what, new Cached(usage.after(podUsage().closed(), now, holds), now, took, false));
      case CollectorOutcome.Content other -> told(what, new Cached(other, now, took, false));
      case CollectorOutcome.Refused(Failure why, String permission) ->
          (what.isMeasured() ? untold(what) : this)
              .missing(what, new Gap(why, permission, now.plus(hold(why, holds))));
      case CollectorOutcome.Failed(Failure why) -> missing(what, new Gap(why, null, now));
    };
  }

  /** That an API is not served does not change in a minute. */
  private static Duration hold(Failure why, Duration holds) {
    return why.kind() == FailureKind.FORBIDDEN ? holds : REFUSAL_HOLDS;
  }

  private ClusterCache told(Collector what, Cached known) {
    return new ClusterCache(put(told, what, known), without(gaps, gap -> gap == what));
  }

  private ClusterCache withUsage(Map<String, Resources> usage) {
    Cached known = told.get(Collector.NODES);
    return known != null && known.value() instanceof CollectorOutcome.Nodes nodes
        ? new ClusterCache(put(told, Collector.NODES, known.withValue(nodes.with(usage))), gaps)
        : this;
  }

  /** Figures that are no longer measured say nothing, unlike objects that were there. */
  private ClusterCache untold(Collector what) {
    return new ClusterCache(without(told, one -> one == what), gaps);
  }

  private ClusterCache missing(Collector what, Gap gap) {
    Cached known = told.get(what);
    return new ClusterCache(
        known == null ? told : put(told, what, known.asStale()), put(gaps, what, gap));
  }

  private static <V> Map<Collector, V> put(Map<Collector, V> map, Collector key, V value) {
    Map<Collector, V> copy = new EnumMap<>(Collector.class);
    copy.putAll(map);
    copy.put(key, value);
    return copy;
  }

  private static <V> Map<Collector, V> without(
      Map<Collector, V> map, Predicate<Collector> dropped) {
    Map<Collector, V> copy = new EnumMap<>(Collector.class);
    copy.putAll(map);
    copy.keySet().removeIf(dropped);
    return copy;
  }

  /** Returns this as it is after the cluster was offline. */
  ClusterCache asStale() {
    Map<Collector, Cached> old = new EnumMap<>(Collector.class);
    told.forEach((what, known) -> old.put(what, known.asStale()));
    return new ClusterCache(old, gaps);
  }

  /** Returns this without what was reported before. */
  ClusterCache since(Instant oldest) {
    if (told.values().stream().noneMatch(known -> known.at().isBefore(oldest))) {
      return this;
    }
    Map<Collector, Cached> young = new EnumMap<>(Collector.class);
    young.putAll(told);
    young.values().removeIf(known -> known.at().isBefore(oldest));
    return new ClusterCache(young, gaps);
  }

  /** Returns whether some of it may have changed; what pods use has an age of its own. */
  boolean isStale() {
    return told.entrySet().stream()
        .anyMatch(one -> one.getKey() != Collector.POD_USAGE && one.getValue().stale());
  }

  /** Returns this without what is no longer needed. */
  ClusterCache only(Set<Collector> asked) {
    return new ClusterCache(
        without(told, what -> !asked.contains(what)), without(gaps, what -> !asked.contains(what)));
  }

  /** Returns this, so that what was refused is asked for at the next occasion. */
  ClusterCache forgiven() {
    Map<Collector, Gap> open = new EnumMap<>(Collector.class);
    gaps.forEach(
        (what, gap) -> open.put(what, new Gap(gap.why(), gap.permission(), Instant.EPOCH)));
    Cached known = told.get(Collector.POD_USAGE);
    return new ClusterCache(
        known == null
            ? told
            : put(told, Collector.POD_USAGE, known.withValue(podUsage().forgiven())),
        open);
  }

  /** Returns whether the cluster has answered this lately: it was reported, or is forbidden. */
  boolean isAnswered(Collector what) {
    Cached known = told.get(what);
    Gap gap = gaps.get(what);
    return (known != null && !known.stale())
        || (gap != null && gap.why().kind() == FailureKind.FORBIDDEN);
  }

  /** Returns whether something is to be asked for now: it was not refused, or long ago. */
  boolean isDue(Collector what, Instant now) {
    Gap gap = gaps.get(what);
    return gap == null || !now.isBefore(gap.until());
  }

  /**
   * Returns whether something may be asked for now, and was neither reported nor failed within that
   * time.
   */
  boolean isOlder(Collector what, Duration age, Instant now) {
    Cached known = told.get(what);
    Gap gap = gaps.get(what);
    boolean isTold =
        known != null && !known.at().isAfter(now) && now.isBefore(known.at().plus(age));
    boolean hasFailed = gap != null && now.isBefore(gap.until().plus(age));
    return !isTold && !hasFailed && isDue(what, now);
  }

  /** Returns how long a query took; zero if it never succeeded. */
  Duration took(Collector what) {
    Cached known = told.get(what);
    return known == null ? Duration.ZERO : known.took();
  }

  /** Returns why some of what every cluster has is missing; null if nothing is. */
  @Nullable Failure trouble() {
    return gaps.entrySet().stream()
        .filter(entry -> !entry.getKey().isMeasured())
        .map(Map.Entry::getValue)
        .filter(gap -> gap.permission() == null) // a missing permission is a note, no trouble
        .map(Gap::why)
        .filter(why -> why.kind() != FailureKind.TARGET_MISSING)
        .findFirst()
        .orElse(null);
  }

  /** Returns the rights that are missing: {@code list nodes}. */
  List<String> missingPermissions() {
    return Stream.concat(
            gaps.values().stream().map(Gap::permission).flatMap(Stream::ofNullable),
            podUsage().closed().keySet().stream().sorted().map(Collector.POD_USAGE::permission))
        .toList();
  }

  /** Returns the nodes, or null if they were never reported. */
  @Nullable List<NodeInfo> nodes() {
    return value(Collector.NODES) instanceof CollectorOutcome.Nodes(var nodes) ? nodes : null;
  }

  /** Returns the nodes with the time at which they were reported; null if they never were. */
  @Nullable List<NodeInfo> datedNodes() {
    Cached known = told.get(Collector.NODES);
    List<NodeInfo> nodes = nodes();
    return known == null || nodes == null
        ? null
        : nodes.stream().map(node -> node.reported(known.at(), known.stale())).toList();
  }

  /** Returns the pods, or null if they were never reported. */
  @Nullable PodCounts pods() {
    return value(Collector.PODS) instanceof CollectorOutcome.Pods(var counts) ? counts : null;
  }

  /** Returns the state of the API server, or null if it was never reported. */
  CollectorOutcome.@Nullable Info info() {
    return value(Collector.INFO) instanceof CollectorOutcome.Info info ? info : null;
  }

  /** Returns the events, or null if they were never reported. */
  @Nullable List<ClusterEvent> events() {
    return value(Collector.EVENTS) instanceof CollectorOutcome.Events(var events, _)
        ? events
        : null;
  }

  /** Returns the position behind the events that were listed; null: it is not known. */
  @Nullable String eventsVersion() {
    return value(Collector.EVENTS) instanceof CollectorOutcome.Events(_, var version)
        ? version
        : null;
  }

  /** Returns this with an event that was seen since the events were listed. */
  ClusterCache seen(ClusterEvent event, Instant now) {
    Cached known = told.get(Collector.EVENTS);
    List<ClusterEvent> before = known == null ? null : events();
    List<ClusterEvent> all =
        Stream.concat(
                Stream.of(event),
                before == null
                    ? Stream.empty()
                    : before.stream().filter(other -> !isSame(other, event)))
            .limit(MOST_EVENTS)
            .toList();
    CollectorOutcome.Events events = new CollectorOutcome.Events(all, eventsVersion());
    Cached merged =
        known == null ? new Cached(events, now, Duration.ZERO, false) : known.withValue(events);
    return new ClusterCache(put(told, Collector.EVENTS, merged), gaps);
  }

  /** An event that happens again is the same one with another count and time. */
  private static boolean isSame(ClusterEvent one, ClusterEvent other) {
    return one.object().equals(other.object())
        && Objects.equals(one.namespace(), other.namespace())
        && one.reason().equals(other.reason())
        && one.message().equals(other.message());
  }

  private Map<String, Resources> usage() {
    return value(Collector.USAGE) instanceof CollectorOutcome.Usage(var usage) ? usage : Map.of();
  }

  /** Returns what pods use; empty if it was never reported. */
  CollectorOutcome.PodUsage podUsage() {
    return value(Collector.POD_USAGE) instanceof CollectorOutcome.PodUsage usage ? usage : NO_POD;
  }

  /** Returns those of some pods, by namespace, for whose usage may be asked now. */
  Map<String, Set<String>> open(Map<String, Set<String>> pods, Instant now) {
    Map<String, Set<String>> open = new TreeMap<>(pods);
    podUsage()
        .closed()
        .forEach((namespace, until) -> {
          if (now.isBefore(until)) {
            open.remove(namespace);
          }
        });
    return open;
  }

  /** Returns what may be asked for now, and is not known though the cluster answers. */
  Set<Collector> lacking(Map<String, Set<String>> pods, Instant now) {
    Set<Collector> lacking = EnumSet.noneOf(Collector.class);
    gaps.forEach((what, gap) -> {
      if (gap.permission() != null && isDue(what, now)) {
        lacking.add(what);
      }
    });
    boolean isReopened = podUsage().closed().values().stream().anyMatch(end -> !now.isBefore(end));
    if (isReopened || lacksUsageOf(pods, now)) {
      lacking.add(Collector.POD_USAGE);
    }
    return lacking;
  }

  /**
   * Returns whether the cluster reports what pods use, and has not been asked for some of these
   * yet.
   */
  private boolean lacksUsageOf(Map<String, Set<String>> pods, Instant now) {
    if (!told.containsKey(Collector.POD_USAGE) || gaps.containsKey(Collector.POD_USAGE)) {
      return false;
    }
    Set<String> asked = podUsage().asked();
    return open(pods, now).entrySet().stream()
        .flatMap(in -> in.getValue().stream().map(pod -> in.getKey() + "/" + pod))
        .anyMatch(pod -> !asked.contains(pod));
  }

  /** Returns a pod with its usage, if that was reported since it began. */
  PodInfo measured(PodInfo pod) {
    Cached known = told.get(Collector.POD_USAGE);
    Map<String, Resources> used = podUsage().used().get(pod.namespace() + "/" + pod.name());
    if (known == null || used == null) {
      return pod;
    }
    boolean isOfItsForerunner = pod.created() != null && known.at().isBefore(pod.created());
    return isOfItsForerunner ? pod : pod.using(used, known.at());
  }

  private CollectorOutcome.@Nullable Content value(Collector what) {
    Cached known = told.get(what);
    return known == null ? null : known.value();
  }
}
