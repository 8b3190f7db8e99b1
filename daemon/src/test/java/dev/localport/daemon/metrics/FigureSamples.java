package dev.localport.daemon.metrics;

import dev.localport.api.CachedResource;
import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.ClusterStatusBuilder;
import dev.localport.api.HeartbeatStatus;
import dev.localport.api.Lifetimes;
import dev.localport.api.NodeCounts;
import dev.localport.api.OperationKind;
import dev.localport.api.PendingOperation;
import dev.localport.api.PodCounts;
import dev.localport.api.RecoveryStatus;
import dev.localport.api.RecoveryStatusBuilder;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServiceStatusBuilder;
import dev.localport.api.TrafficStatus;
import dev.localport.api.TrafficStatusBuilder;
import dev.localport.daemon.cluster.ClusterCounters;
import dev.localport.daemon.cluster.ClusterCounters.Results;
import dev.localport.daemon.cluster.ClusterFigures;
import dev.localport.daemon.journal.JournalFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Figures of a daemon: some that has seen everything, and some of which little is known yet. */
final class FigureSamples {
  /** Of a daemon that has just started, without services. */
  static final Figures NONE =
      new Figures(List.of(), List.of(), Map.of(), new JournalFigures(0, 0, 0, 0, 0), Map.of());

  private static final Map<String, Long> ENDS =
      Map.of("done", 3L, "superseded", 1L, "canceled", 0L);

  private FigureSamples() {}

  /** Returns all that can be measured, and a service and a cluster of which little is known. */
  static Figures all() {
    return figures(List.of(stopped(), web()), List.of(unknown(), dev()));
  }

  /** Returns one of each, of which everything is known: the first line has all labels. */
  static Figures known() {
    return figures(List.of(web()), List.of(dev()));
  }

  private static Figures figures(List<ServiceStatus> services, List<ClusterFigures> clusters) {
    return new Figures(
        services,
        clusters,
        Map.of(OperationKind.START, ENDS, OperationKind.RESTART, ENDS),
        new JournalFigures(120, 40_960, 2, 3, 1),
        Map.of("delivered", 5L, "failed", 1L, "dropped", 0L));
  }

  private static ClusterFigures unknown() {
    ClusterStatus status =
        ClusterStatusBuilder.builder()
            .context("new")
            .server("https://new.example")
            .state(ClusterState.CHECKING)
            .latency(ClusterStatus.Latency.UNKNOWN)
            .cached(List.of(new CachedResource("pods", null, null, 0, false, null)))
            .build();
    return new ClusterFigures(
        status,
        new ClusterCounters(new Results(0, 0), 0, Duration.ZERO, null, Map.of()),
        Duration.ZERO);
  }

  private static ClusterFigures dev() {
    ClusterStatus status =
        ClusterStatusBuilder.builder()
            .context("dev \"eu\\1\"\nx")
            .server("https://dev.example")
            .state(ClusterState.RECONNECTING)
            .latency(new ClusterStatus.Latency(12.5, 11.0, 30.5))
            .nodes(new NodeCounts(2, 3))
            .pods(new PodCounts(9, 1, 2, 3, 0, Map.of("CrashLoopBackOff", 1), 3))
            .warnings(4)
            .lastSuccess(Instant.ofEpochMilli(1_700_000_100_500L))
            .consecutiveFailures(2)
            .missingPermissions(List.of("list nodes"))
            .cached(List.of(new CachedResource("pods", null, Instant.EPOCH, 15, false, 0.25)))
            .build();
    ClusterCounters counters =
        new ClusterCounters(
            new Results(40, 5),
            2,
            Duration.ofSeconds(90),
            null,
            Map.of(
                "pods",
                new ClusterCounters.Collections(new Results(7, 1), Duration.ofMillis(2_250))));
    return new ClusterFigures(status, counters, Duration.ofSeconds(90));
  }

  private static ServiceStatus service(
      String name,
      String state,
      @Nullable String context,
      TrafficStatus traffic,
      HeartbeatStatus heartbeat,
      @Nullable Double availability) {
    return ServiceStatusBuilder.builder()
        .name(name)
        .state(state)
        .context(context)
        .namespace("shop")
        .target("service/web")
        .health("disabled")
        .traffic(traffic)
        .heartbeat(heartbeat)
        .sessions(state.equals("connected") ? 2 : 0)
        .maxAttempts(10)
        .reconnects(3)
        .availability24h(availability)
        .recovery(availability == null ? null : recovery())
        .pending(availability == null ? null : new PendingOperation(7, "restart", Instant.EPOCH))
        .build();
  }

  private static RecoveryStatus recovery() {
    return RecoveryStatusBuilder.builder()
        .attempts(9)
        .successes(4)
        .p50(Duration.ofMillis(1_400))
        .p95(Duration.ofSeconds(62))
        .max(Duration.ofSeconds(62))
        .breakerTrips(1)
        .longestOutage(Duration.ofSeconds(62))
        .build();
  }

  private static ServiceStatus web() {
    Map<String, Long> causes = new LinkedHashMap<>();
    causes.put("refused", 2L);
    causes.put("hold_timeout", 0L);
    return service(
        "web",
        "connected",
        "dev \"eu\\1\"\nx",
        TrafficStatusBuilder.builder()
            .active(1)
            .held(2)
            .total(12)
            .failed(2)
            .failedByCause(causes)
            .firstByteMillisP50(1.5)
            .firstByteMillisP95(40.0)
            .sent(1_536)
            .received(20_971_520)
            .lastActivity(Instant.EPOCH)
            .lifetimes(new Lifetimes(List.of(4L, 7L, 8L, 9L, 9L, 9L, 9L), 31.5))
            .build(),
        new HeartbeatStatus(31, 30, 1, 1.25, Instant.EPOCH, Instant.EPOCH, true),
        0.998);
  }

  private static ServiceStatus stopped() {
    return service(
        "api",
        "stopped",
        null,
        TrafficStatusBuilder.builder().build(),
        new HeartbeatStatus(0, 0, 0, null, null, null, false),
        null);
  }
}
