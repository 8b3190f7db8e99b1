package dev.localport.daemon.explain;

import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterEventBuilder;
import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.ClusterStatusBuilder;
import dev.localport.api.ContainerInfo;
import dev.localport.api.ContainerInfoBuilder;
import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.HeartbeatStatus;
import dev.localport.api.NodeCounts;
import dev.localport.api.NodeInfo;
import dev.localport.api.NodeInfoBuilder;
import dev.localport.api.PodInfo;
import dev.localport.api.PodInfoBuilder;
import dev.localport.api.PortStatus;
import dev.localport.api.Resources;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServiceStatusBuilder;
import dev.localport.api.Termination;
import dev.localport.api.TrafficStatusBuilder;
import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Facts of a service, put together one by one. Not thread-safe. */
final class Given {
  static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

  private JsonObject.Builder service;
  private JsonObject.@Nullable Builder cluster;
  private final List<PodInfo> pods = new ArrayList<>();
  private final List<ClusterEvent> events = new ArrayList<>();
  private final List<String> scaledToZero = new ArrayList<>();

  private @Nullable String writtenIn;

  private Given(ServiceStatus status) {
    service = JsonObject.builder().putAll(status.toJson());
  }

  /** A service in that state, of the context {@code dev}. */
  static Given service(String state, @Nullable String reason) {
    boolean up = state.equals("connected");
    return new Given(
        ServiceStatusBuilder.builder()
            .name("web")
            .state(state)
            .reason(reason)
            .context("dev")
            .namespace("shop")
            .target("service/web")
            .ports(List.of(new PortStatus(null, "8080", List.of())))
            .pods(up ? List.of("web-1") : List.of())
            .protocol(up ? "spdy" : null)
            .health("disabled")
            .traffic(TrafficStatusBuilder.builder().total(12).build())
            .heartbeat(new HeartbeatStatus(30, 30, 0, up ? 1.25 : null, NOW, null, up))
            .sessions(up ? 1 : 0)
            .maxAttempts(10)
            .connectedSince(up ? NOW.minusSeconds(7_500) : null)
            .uptimeSeconds(up ? 7_500 : 0)
            .availability24h(1.0)
            .configFile("/home/me/localport.yaml")
            .build());
  }

  /** Has a workload behind it that has no replicas. */
  Given scaledToZero(String workload) {
    scaledToZero.add(workload);
    return this;
  }

  Given but(String key, @Nullable Object value) {
    service = service.put(key, value);
    return this;
  }

  Given failing(FailureKind kind, String message) {
    return but("last_error", new Failure(kind, message).toJson());
  }

  Given failed(Map<String, Long> byCause) {
    long sum = byCause.values().stream().mapToLong(Long::longValue).sum();
    JsonObject connections =
        JsonObject.builder()
            .put("active", 0)
            .put("held", 2)
            .put("total", 40)
            .put("failed", sum)
            .put("failed_by_cause", new LinkedHashMap<>(byCause))
            .build();
    return but("connections", connections);
  }

  /** Has the cluster watched, with one node. */
  Given cluster(ClusterState state, NodeInfo... nodes) {
    ClusterStatus status =
        ClusterStatusBuilder.builder()
            .context("dev")
            .server("https://10.0.0.1:6443")
            .state(state)
            .version("v1.34.1")
            .latency(new ClusterStatus.Latency(12.3, 11.0, 30.1))
            .nodes(NodeCounts.of(List.of(nodes)))
            .nodeList(List.of(nodes))
            .lastCheck(NOW)
            .lastSuccess(NOW.minusSeconds(250))
            .consecutiveFailures(7)
            .clockSkewSeconds(0.5)
            .build();
    cluster = JsonObject.builder().putAll(status.toJson());
    return this;
  }

  Given clusterBut(String key, @Nullable Object value) {
    if (cluster == null) {
      throw new IllegalStateException("no cluster yet");
    }
    cluster = cluster.put(key, value);
    return this;
  }

  static NodeInfo node(boolean ready, @Nullable String trouble, String... pressures) {
    return NodeInfoBuilder.builder()
        .name("node-a")
        .ready(ready)
        .trouble(trouble)
        .pressures(List.of(pressures))
        .schedulable(true)
        .version("v1.34.1")
        .capacity(new Resources(4_000L, 8L << 30))
        .allocatable(new Resources(4_000L, 8L << 30))
        .build();
  }

  static ContainerInfo container(
      boolean ready,
      String state,
      @Nullable String reason,
      @Nullable String message,
      @Nullable Termination last) {
    return ContainerInfoBuilder.builder()
        .kind(ContainerInfo.CONTAINER)
        .name("app")
        .ready(ready)
        .restarts(last == null ? 0 : 5)
        .state(state)
        .reason(reason)
        .message(message)
        .last(last)
        .limits(new Resources(null, 64L << 20))
        .build();
  }

  static Termination ended(@Nullable String reason, int exitCode) {
    return new Termination(reason, exitCode, NOW.minusSeconds(12));
  }

  /** A pod on node-a that is not ready. */
  Given pod(String name, @Nullable String trouble, ContainerInfo... containers) {
    pods.add(pod(name, "Running", false, false, trouble, "node-a", List.of(), containers));
    return this;
  }

  Given pod(PodInfo pod) {
    pods.add(pod);
    return this;
  }

  static PodInfo pod(
      String name,
      String phase,
      boolean ready,
      boolean deleting,
      @Nullable String trouble,
      @Nullable String node,
      List<String> conditions,
      ContainerInfo... containers) {
    return PodInfoBuilder.builder()
        .context("dev")
        .namespace("shop")
        .name(name)
        .phase(phase)
        .ready(ready)
        .deleting(deleting)
        .trouble(trouble)
        .node(node)
        .created(NOW.minusSeconds(600))
        .conditions(conditions)
        .containers(List.of(containers))
        .services(List.of("web"))
        .lastUpdated(NOW.minusSeconds(90))
        .build();
  }

  Given event(String reason, String object, String message) {
    events.add(
        ClusterEventBuilder.builder()
            .type("Warning")
            .reason(reason)
            .object(object)
            .namespace("shop")
            .message(message)
            .count(7)
            .firstSeen(NOW.minusSeconds(600))
            .lastSeen(NOW.minusSeconds(20))
            .services(List.of("web"))
            .build());
    return this;
  }

  /** Has the service be written in another file than the one that is loaded. */
  Given writtenIn(String file) {
    writtenIn = file;
    return this;
  }

  Facts facts() {
    return new Facts(
        ServiceStatus.from(service.build()),
        cluster == null ? null : ClusterStatus.from(cluster.build()),
        pods,
        events,
        scaledToZero,
        NOW,
        null,
        writtenIn);
  }
}
