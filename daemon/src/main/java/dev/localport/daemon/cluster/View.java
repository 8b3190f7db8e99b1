package dev.localport.daemon.cluster;

import dev.localport.api.CachedResource;
import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.ClusterStatusBuilder;
import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.NodeCounts;
import dev.localport.api.NodeInfo;
import dev.localport.api.PodInfo;
import dev.localport.config.ClusterHealthConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a monitor has to say, as of its last event. Immutable: the caller reads it without
 * waiting for the monitor.
 *
 * @param lastCheck when it was asked last
 * @param lastSuccess when it answered last
 */
record View(
    Reachability reach,
    ClusterCache knowledge,
    Latencies latencies,
    ClusterHealthConfig config,
    FormerPods formerPods,
    @Nullable Instant lastCheck,
    @Nullable Instant lastSuccess) {

  View with(Reachability now) {
    return new View(now, knowledge, latencies, config, formerPods, lastCheck, lastSuccess);
  }

  View with(ClusterCache now) {
    return new View(reach, now, latencies, config, formerPods, lastCheck, lastSuccess);
  }

  View with(Latencies now) {
    return new View(reach, knowledge, now, config, formerPods, lastCheck, lastSuccess);
  }

  View with(ClusterHealthConfig now) {
    return new View(reach, knowledge, latencies, now, formerPods, lastCheck, lastSuccess);
  }

  View with(FormerPods now) {
    return new View(reach, knowledge, latencies, config, now, lastCheck, lastSuccess);
  }

  /** Returns this after the cluster was asked. */
  View checked(Instant now, boolean answered) {
    return new View(
        reach, knowledge, latencies, config, formerPods, now, answered ? now : lastSuccess);
  }

  /** Returns the state as users see it. */
  ClusterState state() {
    return switch (reach) {
      case Reachability.Unknown _ -> ClusterState.CHECKING;
      case Reachability.Answers _ ->
          trouble() == null ? ClusterState.CONNECTED : ClusterState.DEGRADED;
      case Reachability.Missing _ -> ClusterState.RECONNECTING;
      case Reachability.Away _ -> ClusterState.OFFLINE;
      case Reachability.Refused _ -> ClusterState.ERROR;
      case Reachability.Off _ -> ClusterState.DISABLED;
    };
  }

  /** Returns why it is not connected, or null where it is. */
  @Nullable Failure trouble() {
    if (!(reach instanceof Reachability.Answers) || reach.why() != null) {
      return reach.why();
    }
    Failure gap = knowledge.trouble();
    return gap == null ? slow() : gap;
  }

  private @Nullable Failure slow() {
    Duration recent = latencies.recent();
    if (recent == null || recent.compareTo(config.degradedAbove()) <= 0) {
      return null;
    }
    return new Failure(
        FailureKind.SESSION,
        "the API server is slow: the last answers took %d ms (degraded_above is %d ms)"
            .formatted(recent.toMillis(), config.degradedAbove().toMillis()));
  }

  /**
   * Returns the events that are known and not too old; those of replaced pods with the services
   * that used them.
   */
  List<ClusterEvent> events(Instant now) {
    List<ClusterEvent> events = fresh(now).events();
    return events == null ? List.of() : events.stream().map(formerPods::touched).toList();
  }

  /** Returns pods with what they use, as far as that is known and not too old. */
  List<PodInfo> measured(List<PodInfo> pods, Instant now) {
    ClusterCache known = fresh(now);
    return pods.stream().map(known::measured).toList();
  }

  private ClusterCache fresh(Instant now) {
    return knowledge.since(now.minus(config.cacheMaxAge()));
  }

  /** Returns the whole as it travels. */
  ClusterStatus status(MonitorParts parts, Instant now) {
    ClusterCache known = fresh(now);
    List<NodeInfo> nodes = known.datedNodes();
    List<ClusterEvent> events = known.events();
    CollectorOutcome.Info info = known.info();
    List<CachedResource> cached = known.told().entrySet().stream().map(this::cached).toList();
    return ClusterStatusBuilder.builder()
        .context(parts.context())
        .server(parts.server())
        .insecure(parts.insecure())
        .state(state())
        .version(info == null ? null : info.version())
        .latency(latencies.shown())
        .degradedAboveMillis((double) config.degradedAbove().toMillis())
        .nodes(nodes == null ? null : NodeCounts.of(nodes))
        .nodeList(nodes == null ? List.of() : nodes)
        .pods(known.pods())
        .warnings(
            events == null ? null : (int) events.stream().filter(ClusterEvent::isWarning).count())
        .lastCheck(lastCheck)
        .lastSuccess(lastSuccess)
        .consecutiveFailures(reach.misses())
        .stale(reach.isAway() || known.isStale())
        .missingPermissions(known.missingPermissions())
        .error(trouble())
        .unready(info == null ? List.of() : info.unready())
        .clockSkewSeconds(latencies.skewSeconds())
        .cached(cached)
        .build();
  }

  private CachedResource cached(Map.Entry<Collector, Cached> entry) {
    Collector what = entry.getKey();
    Cached known = entry.getValue();
    return new CachedResource(
        what.word(),
        what.query(config).namespace(),
        known.at(),
        known.value().items(),
        known.stale(),
        known.took().toMillis() / 1000.0);
  }
}
