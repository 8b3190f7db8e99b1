package dev.localport.daemon.control;

import dev.localport.api.CachedResource;
import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.ClusterStatus.Latency;
import dev.localport.api.ContainerInfo;
import dev.localport.api.HeartbeatStatus;
import dev.localport.api.NodeCounts;
import dev.localport.api.NodeInfo;
import dev.localport.api.PodCounts;
import dev.localport.api.PodInfo;
import dev.localport.api.Resources;
import dev.localport.api.ServiceStatus;
import dev.localport.api.Termination;
import dev.localport.api.TrafficStatus;
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
    return new NodeInfo(
        "node-" + number,
        true,
        null,
        List.of(),
        true,
        "v1.34.1",
        new Resources(4_000L, 8L << 30),
        new Resources(3_900L, 7L << 30),
        new Resources(250L, 1L << 30));
  }

  /** A cluster whose events were told. */
  static ClusterStatus cluster(String context, int nodes) {
    return cluster(context, ClusterState.CONNECTED, nodes, NOW.minusSeconds(20));
  }

  static ClusterStatus cluster(
      String context, ClusterState state, int nodes, @Nullable Instant eventsTold) {
    return new ClusterStatus(
        context,
        "https://127.0.0.1:6443",
        state,
        "v1.34.1",
        new Latency(12.3, 11.5, 30.1),
        new NodeCounts(nodes, nodes),
        IntStream.range(0, nodes).mapToObj(ClusterSamples::node).toList(),
        new PodCounts(1, 0, 0, 0, 0, Map.of("CrashLoopBackOff", 1), 5),
        1,
        NOW.minusSeconds(5),
        NOW.minusSeconds(5),
        0,
        false,
        List.of(),
        null,
        List.of(),
        0.5,
        List.of(new CachedResource("events", null, eventsTold, 2, false, 0.031)));
  }

  static ClusterEvent event(
      String type, String reason, @Nullable String namespace, String object, int secondsAgo) {
    return new ClusterEvent(
        type,
        reason,
        object,
        namespace,
        "Back-off restarting failed container",
        12,
        NOW.minusSeconds(600),
        NOW.minusSeconds(secondsAgo),
        List.of("web"));
  }

  static PodInfo pod(String context, String namespace, String name) {
    ContainerInfo app =
        new ContainerInfo(
            "app",
            false,
            5,
            "waiting",
            "CrashLoopBackOff",
            "back-off 40s restarting failed container",
            new Termination("OOMKilled", 137, NOW.minusSeconds(30)),
            new Resources(100L, 32L << 20),
            new Resources(null, 64L << 20),
            new Resources(10L, 20L << 20));
    return new PodInfo(
        context,
        namespace,
        name,
        "Running",
        false,
        false,
        "CrashLoopBackOff",
        "node-0",
        NOW.minusSeconds(3_600),
        List.of("Ready: ContainersNotReady"),
        List.of(app),
        List.of("web"),
        NOW.minusSeconds(1),
        false,
        NOW.minusSeconds(40));
  }

  static ServiceStatus service(
      String name, String state, @Nullable String context, @Nullable String namespace) {
    return new ServiceStatus(
        name,
        state,
        state.equals("suspended") ? "no_ready_pod" : null,
        context,
        namespace,
        "service/" + name,
        List.of(),
        List.of(),
        null,
        "disabled",
        new TrafficStatus(0, 0, 0, 0, Map.of(), null, null, 0, 0, null),
        new HeartbeatStatus(0, 0, 0, null, null, false),
        0,
        0,
        10,
        null,
        0,
        null,
        0,
        null,
        null,
        null,
        List.of());
  }
}
