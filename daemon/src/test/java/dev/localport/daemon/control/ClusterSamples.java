package dev.localport.daemon.control;

import dev.localport.api.AttemptLimit;
import dev.localport.api.CachedResource;
import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterEventBuilder;
import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.ClusterStatus.Latency;
import dev.localport.api.ClusterStatusBuilder;
import dev.localport.api.ContainerInfo;
import dev.localport.api.ContainerInfoBuilder;
import dev.localport.api.HeartbeatStatus;
import dev.localport.api.NodeCounts;
import dev.localport.api.NodeInfo;
import dev.localport.api.NodeInfoBuilder;
import dev.localport.api.PodChange;
import dev.localport.api.PodCounts;
import dev.localport.api.PodInfo;
import dev.localport.api.PodInfoBuilder;
import dev.localport.api.RecoveryStatusBuilder;
import dev.localport.api.Resources;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServiceStatusBuilder;
import dev.localport.api.Termination;
import dev.localport.api.TrafficStatusBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A cluster with a pod that crashes and the service that wants it. */
final class ClusterSamples {
  static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

  private ClusterSamples() {}

  private static NodeInfo node(int number) {
    return NodeInfoBuilder.builder()
        .name("node-" + number)
        .ready(true)
        .schedulable(true)
        .version("v1.34.1")
        .capacity(new Resources(4_000L, 8L << 30))
        .allocatable(new Resources(3_900L, 7L << 30))
        .usage(new Resources(250L, 1L << 30))
        .lastUpdated(NOW.minusSeconds(20))
        .build();
  }

  /** A cluster whose events were told. */
  static ClusterStatus cluster(String context, int nodes) {
    return cluster(context, ClusterState.CONNECTED, nodes, NOW.minusSeconds(20));
  }

  static ClusterStatus cluster(
      String context, ClusterState state, int nodes, @Nullable Instant eventsTold) {
    return ClusterStatusBuilder.builder()
        .context(context)
        .server("https://127.0.0.1:6443")
        .state(state)
        .version("v1.34.1")
        .latency(new Latency(12.3, 11.5, 30.1))
        .degradedAboveMillis(500.0)
        .nodes(new NodeCounts(nodes, nodes))
        .nodeList(IntStream.range(0, nodes).mapToObj(ClusterSamples::node).toList())
        .pods(new PodCounts(1, 0, 0, 0, 0, Map.of("CrashLoopBackOff", 1), 5))
        .warnings(1)
        .lastCheck(NOW.minusSeconds(5))
        .lastSuccess(NOW.minusSeconds(5))
        .clockSkewSeconds(0.5)
        .cached(List.of(new CachedResource("events", null, eventsTold, 2, false, 0.031)))
        .recovery(
            RecoveryStatusBuilder.builder()
                .attempts(3)
                .successes(2)
                .p50(Duration.ofMillis(800))
                .p95(Duration.ofSeconds(2))
                .max(Duration.ofSeconds(2))
                .longestOutage(Duration.ofSeconds(2))
                .lastErrorAt(NOW.minusSeconds(600))
                .build())
        .attemptLimit(new AttemptLimit(88, 0, 40))
        .build();
  }

  static ClusterEvent event(
      String type, String reason, @Nullable String namespace, String object, int secondsAgo) {
    return ClusterEventBuilder.builder()
        .type(type)
        .reason(reason)
        .object(object)
        .namespace(namespace)
        .message("Back-off restarting failed container")
        .count(12)
        .firstSeen(NOW.minusSeconds(600))
        .lastSeen(NOW.minusSeconds(secondsAgo))
        .services(List.of("web"))
        .build();
  }

  static PodInfo pod(String context, String namespace, String name) {
    ContainerInfo app =
        ContainerInfoBuilder.builder()
            .kind(ContainerInfo.CONTAINER)
            .name("app")
            .restarts(5)
            .state("waiting")
            .reason("CrashLoopBackOff")
            .message("back-off 40s restarting failed container")
            .last(new Termination("OOMKilled", 137, NOW.minusSeconds(30)))
            .requests(new Resources(100L, 32L << 20))
            .limits(new Resources(null, 64L << 20))
            .usage(new Resources(10L, 20L << 20))
            .build();
    return PodInfoBuilder.builder()
        .context(context)
        .namespace(namespace)
        .name(name)
        .phase("Running")
        .trouble("CrashLoopBackOff")
        .node("node-0")
        .created(NOW.minusSeconds(3_600))
        .conditions(List.of("Ready: ContainersNotReady"))
        .containers(List.of(app))
        .services(List.of("web"))
        .changes(
            List.of(
                new PodChange(NOW.minusSeconds(30), "ended", "app", "OOMKilled (137)"),
                new PodChange(NOW.minusSeconds(3_600), "created", null, null)))
        .lastUpdated(NOW.minusSeconds(1))
        .usageUpdated(NOW.minusSeconds(40))
        .build();
  }

  static ServiceStatus service(
      String name, String state, @Nullable String context, @Nullable String namespace) {
    return ServiceStatusBuilder.builder()
        .name(name)
        .state(state)
        .reason(state.equals("suspended") ? "no_ready_pod" : null)
        .context(context)
        .namespace(namespace)
        .target("service/" + name)
        .health("disabled")
        .traffic(TrafficStatusBuilder.builder().build())
        .heartbeat(new HeartbeatStatus(0, 0, 0, null, null, null, false))
        .maxAttempts(10)
        .build();
  }
}
