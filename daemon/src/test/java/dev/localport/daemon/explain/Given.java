package dev.localport.daemon.explain;

import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.ContainerInfo;
import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.HeartbeatStatus;
import dev.localport.api.NodeCounts;
import dev.localport.api.NodeInfo;
import dev.localport.api.PodInfo;
import dev.localport.api.PortStatus;
import dev.localport.api.Resources;
import dev.localport.api.ServiceStatus;
import dev.localport.api.Termination;
import dev.localport.api.TrafficStatus;
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

  private Given(ServiceStatus status) {
    service = JsonObject.builder().putAll(status.toJson());
  }

  /** A service in that state, of the context {@code dev}. */
  static Given service(String state, @Nullable String reason) {
    boolean up = state.equals("connected");
    return new Given(
        new ServiceStatus(
            "web",
            state,
            reason,
            "dev",
            "shop",
            "service/web",
            List.of(new PortStatus(null, "8080", List.of())),
            up ? List.of("web-1") : List.of(),
            up ? "spdy" : null,
            "disabled",
            new TrafficStatus(0, 0, 12, 0, Map.of(), null, null, 0, 0, null),
            new HeartbeatStatus(30, 30, 0, up ? 1.25 : null, NOW, up),
            up ? 1 : 0,
            0,
            10,
            null,
            0,
            up ? NOW.minusSeconds(7_500) : null,
            up ? 7_500 : 0,
            1.0,
            null,
            "/home/me/localport.yaml",
            List.of()));
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
        new ClusterStatus(
            "dev",
            "https://10.0.0.1:6443",
            state,
            "v1.34.1",
            new ClusterStatus.Latency(12.3, 11.0, 30.1),
            NodeCounts.of(List.of(nodes)),
            List.of(nodes),
            null,
            null,
            NOW,
            NOW.minusSeconds(250),
            7,
            false,
            List.of(),
            null,
            List.of(),
            0.5,
            List.of());
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
    return new NodeInfo(
        "node-a",
        ready,
        trouble,
        List.of(pressures),
        true,
        "v1.34.1",
        new Resources(4_000L, 8L << 30),
        new Resources(4_000L, 8L << 30),
        null);
  }

  static ContainerInfo container(
      boolean ready,
      String state,
      @Nullable String reason,
      @Nullable String message,
      @Nullable Termination last) {
    return new ContainerInfo(
        "app",
        ready,
        last == null ? 0 : 5,
        state,
        reason,
        message,
        last,
        null,
        new Resources(null, 64L << 20),
        null);
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
    return new PodInfo(
        "dev",
        "shop",
        name,
        phase,
        ready,
        deleting,
        trouble,
        node,
        NOW.minusSeconds(600),
        conditions,
        List.of(containers),
        List.of("web"),
        NOW.minusSeconds(90),
        false,
        null);
  }

  Given event(String reason, String object, String message) {
    events.add(
        new ClusterEvent(
            "Warning",
            reason,
            object,
            "shop",
            message,
            7,
            NOW.minusSeconds(600),
            NOW.minusSeconds(20),
            List.of("web")));
    return this;
  }

  Facts facts() {
    return new Facts(
        ServiceStatus.from(service.build()),
        cluster == null ? null : ClusterStatus.from(cluster.build()),
        pods,
        events,
        NOW);
  }
}
