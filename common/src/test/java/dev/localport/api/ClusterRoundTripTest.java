package dev.localport.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.ClusterStatus.Latency;
import dev.localport.api.Explanation.Finding;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is said of clusters is read as it was written, each field with a value of its own. */
class ClusterRoundTripTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private static JsonObject sent(JsonObject json) {
    return JsonObject.parse(json.toString());
  }

  private static NodeInfo node(@Nullable Resources usage) {
    return NodeInfoBuilder.builder()
        .name("n1")
        .trouble("Kubelet stopped posting node status.")
        .pressures(List.of("memory", "disk"))
        .version("v1.34.1")
        .capacity(new Resources(4_000L, 8L << 30))
        .allocatable(new Resources(3_900L, 7L << 30))
        .usage(usage)
        .build();
  }

  /** A cluster of which everything is known. */
  static ClusterStatus whole() {
    return ClusterStatusBuilder.builder()
        .context("dev")
        .server("https://10.0.0.1:6443")
        .insecure(true)
        .state(ClusterState.DEGRADED)
        .version("v1.34.1")
        .latency(new Latency(12.3, 11.5, 30.1))
        .nodes(new NodeCounts(1, 2))
        .nodeList(List.of(node(new Resources(500L, 1L << 30))))
        .pods(new PodCounts(9, 1, 2, 3, 4, Map.of("CrashLoopBackOff", 2, "ErrImagePull", 1), 17))
        .warnings(5)
        .lastCheck(NOW)
        .nextCheck(NOW.plusSeconds(7))
        .lastSuccess(NOW.minusSeconds(30))
        .consecutiveFailures(6)
        .stale(true)
        .missingPermissions(List.of("list nodes"))
        .error(new Failure(FailureKind.UNREACHABLE, "no answer"))
        .unready(List.of("etcd failed"))
        .clockSkewSeconds(-90.5)
        .cached(
            List.of(
                new CachedResource("pods", "shop", NOW, 19, true, 0.25),
                new CachedResource("nodes", null, null, 0, false, null)))
        .recovery(RecoveryStatusBuilder.builder().attempts(3).successes(1).build())
        .attemptLimit(new AttemptLimit(0, 12, 34))
        .build();
  }

  private static ClusterStatus unknown() {
    return ClusterStatusBuilder.builder()
        .context("dev")
        .server("https://10.0.0.1:6443")
        .state(ClusterState.CHECKING)
        .latency(Latency.UNKNOWN)
        .build();
  }

  @Test
  void aCluster() {
    assertThat(ClusterStatus.from(sent(whole().toJson()))).isEqualTo(whole());
    assertThat(ClusterStatus.from(sent(unknown().toJson()))).isEqualTo(unknown());
  }

  @Test
  void whatSubscribersAreTold() {
    HealthUpdate known = new HealthUpdate("dev", ClusterHealth.of(whole()), NOW);
    HealthUpdate nothing = new HealthUpdate("dev", ClusterHealth.of(unknown()), NOW);
    ReconnectAttempt attempt =
        new ReconnectAttempt("dev", "web", 2, 10, 1_500, whole().error(), NOW);
    ReconnectAttempt early = new ReconnectAttempt(null, "web", 1, 0, 0, null, NOW);

    assertThat(HealthUpdate.from(sent(known.toJson()))).isEqualTo(known);
    assertThat(known.health())
        .isEqualTo(new ClusterHealth(ClusterState.DEGRADED, 12.3, NOW, "v1.34.1", whole().error()));
    assertThat(HealthUpdate.from(sent(nothing.toJson()))).isEqualTo(nothing);
    assertThat(ReconnectAttempt.from(sent(attempt.toJson()))).isEqualTo(attempt);
    assertThat(ReconnectAttempt.from(sent(early.toJson()))).isEqualTo(early);
  }

  @Test
  void theShortFormHasNoNodesAndAllElse() {
    ClusterStatus brief = whole().brief();

    assertThat(brief.nodeList()).isEmpty();
    assertThat(brief.with(whole().nodeList())).isEqualTo(whole());
  }

  @Test
  void anOlderDaemonKnowsLessOfACluster() {
    Map<String, @Nullable Object> older = new LinkedHashMap<>(unknown().toJson().asMap());
    older
        .keySet()
        .removeAll(
            List.of(
                "node_list",
                "unready",
                "clock_skew_seconds",
                "cached",
                "recovery",
                "attempt_limit"));
    JsonObject.Builder json = JsonObject.builder();
    older.forEach(json::put);

    assertThat(ClusterStatus.from(sent(json.build()))).isEqualTo(unknown());
  }

  @Test
  void everyStateOfAClusterHasAWordOfItsOwn() {
    for (ClusterState state : ClusterState.values()) {
      assertThat(ClusterState.of(state.word())).isEqualTo(state);
    }
    assertThat(ClusterState.of("a word of a newer daemon")).isEqualTo(ClusterState.CHECKING);
  }

  @Test
  void aNode() {
    assertThat(NodeInfo.from(sent(node(null).toJson()))).isEqualTo(node(null));
    assertThat(node(null).with(new Resources(1L, 2L))).isEqualTo(node(new Resources(1L, 2L)));
    assertThat(NodeCounts.of(List.of(node(null)))).isEqualTo(new NodeCounts(0, 1));
  }

  @Test
  void aPod() {
    ContainerInfo app =
        ContainerInfoBuilder.builder()
            .kind(ContainerInfo.CONTAINER)
            .name("app")
            .ready(true)
            .restarts(3)
            .state("waiting")
            .reason("CrashLoopBackOff")
            .message("back-off 5m0s")
            .last(new Termination("OOMKilled", 137, NOW))
            .requests(new Resources(100L, null))
            .limits(new Resources(null, 64L << 20))
            .build();
    ContainerInfo side =
        ContainerInfoBuilder.builder()
            .kind(ContainerInfo.CONTAINER)
            .name("side")
            .restarts(2)
            .state("running")
            .build();
    PodInfo pod =
        PodInfoBuilder.builder()
            .context("dev")
            .namespace("shop")
            .name("web-1")
            .phase("Running")
            .ready(true)
            .deleting(true)
            .trouble("CrashLoopBackOff")
            .node("n1")
            .created(NOW.minusSeconds(60))
            .conditions(List.of("Ready: ContainersNotReady"))
            .containers(List.of(app, side.with(new Resources(7L, 8L))))
            .services(List.of("web"))
            .lastUpdated(NOW)
            .stale(true)
            .usageUpdated(NOW.minusSeconds(20))
            .changes(
                List.of(
                    new PodChange(NOW.minusSeconds(5), "ended", "app", "OOMKilled (137)"),
                    new PodChange(NOW.minusSeconds(60), "created", null, null)))
            .events(List.of(event()))
            .build();

    assertThat(PodInfo.from(sent(pod.toJson()))).isEqualTo(pod);
    assertThat(pod.restarts()).isEqualTo(5);
    assertThat(pod.lastChange()).isEqualTo(NOW.minusSeconds(5));
    PodInfo bare = pod.showing(List.of(), List.of());
    assertThat(bare.lastChange()).isNull();
    assertThat(PodInfo.from(sent(bare.toJson()))).isEqualTo(bare);
  }

  private static ClusterEvent event() {
    return ClusterEventBuilder.builder()
        .type("Warning")
        .reason("BackOff")
        .object("pod/web-1")
        .namespace("shop")
        .message("Back-off restarting failed container")
        .count(12)
        .lastSeen(NOW)
        .services(List.of("web"))
        .build();
  }

  private static ServicePod pod(String name, boolean ready, boolean deleting) {
    return ServicePod.of(
        PodInfoBuilder.builder()
            .context("dev")
            .namespace("shop")
            .name(name)
            .phase("Pending")
            .ready(ready)
            .deleting(deleting)
            .services(List.of("web"))
            .lastUpdated(NOW)
            .stale(true)
            .build());
  }

  @Test
  void aClusterWithWhatHappensToItsServices() {
    List<ServicePod> pods = List.of(pod("a", false, false), pod("b", true, false));
    ClusterReport report = ClusterReport.of(whole(), List.of(event()), 7, pods);

    assertThat(ClusterReport.from(sent(report.toJson()))).isEqualTo(report);
    assertThat(ClusterReport.from(sent(whole().toJson()))).isEqualTo(ClusterReport.of(whole()));
    assertThat(report.counts()).isEqualTo(new ClusterReport.Counts(1, 2, 0));
    assertThat(report.with(unknown()).pods()).isEqualTo(pods);
    assertThat(ClusterReport.of(whole(), List.of(), 0, Collections.nCopies(999, pods.getFirst())))
        .satisfies(many -> assertThat(many.pods()).hasSize(200))
        .satisfies(many -> assertThat(many.counts().total()).isEqualTo(999));
  }

  @Test
  void aPodInShortSaysWhyItIsNotReady() {
    assertThat(pod("a", false, false).trouble()).isEqualTo("Pending");
    assertThat(pod("a", true, false).trouble()).isNull();
    assertThat(pod("a", true, true))
        .returns("being deleted", ServicePod::trouble)
        .returns(false, ServicePod::ready);
  }

  @Test
  void aTypeOfEventsIsWarningOrNormalInAnyCase() {
    JsonObject.Builder json = JsonObject.builder();

    assertThat(ClusterRequest.from(json.put("type", "warning").build()).type())
        .isEqualTo("Warning");
    assertThat(ClusterRequest.from(json.put("type", "NORMAL").build()).type()).isEqualTo("Normal");
    assertThat(ClusterRequest.from(JsonObject.empty()).type()).isNull();
    assertThatThrownBy(() -> ClusterRequest.from(json.put("type", "odd").build()))
        .isInstanceOfSatisfying(
            RpcException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(RpcException.INVALID_PARAMS))
        .hasMessage("type: invalid value \"odd\"; use Warning or Normal");
  }

  @Test
  void anEventAloneAndWithItsCluster() {
    ClusterEvent event =
        ClusterEventBuilder.builder()
            .type("Warning")
            .reason("BackOff")
            .object("pod/web-1")
            .namespace("shop")
            .message("Back-off restarting failed container")
            .count(12)
            .firstSeen(NOW.minusSeconds(60))
            .lastSeen(NOW)
            .services(List.of("web"))
            .build();
    ClusterEvent bare =
        ClusterEventBuilder.builder()
            .type("Normal")
            .reason("Starting")
            .object("node/n1")
            .message("")
            .count(1)
            .lastSeen(NOW)
            .build();

    assertThat(ClusterEvent.from(sent(event.toJson()))).isEqualTo(event);
    assertThat(ClusterEvent.from(sent(bare.toJson()))).isEqualTo(bare);
    assertThat(SeenEvent.from(sent(new SeenEvent("dev", event).toJson())))
        .isEqualTo(new SeenEvent("dev", event));
    assertThat(event.isWarning()).isTrue();
    assertThat(bare.isWarning()).isFalse();
    assertThat(bare.touching(List.of("web")).services()).containsExactly("web");
  }

  @Test
  void aRequestLeavesOutWhatIsNotWanted() {
    ClusterRequest all = new ClusterRequest("dev", "shop", "Warning", NOW, 20, true, 40, 5, true);

    assertThat(ClusterRequest.from(sent(all.toJson()))).isEqualTo(all);
    assertThat(ClusterRequest.ALL.toJson()).isEqualTo(JsonObject.empty());
    assertThat(ClusterRequest.from(JsonObject.empty())).isEqualTo(ClusterRequest.ALL);
    assertThat(all.page(60))
        .isEqualTo(new ClusterRequest("dev", "shop", "Warning", NOW, 20, false, 60, 5, true));
    assertThat(
            ClusterRequest.from(
                JsonObject.builder().put("limit", -1).put("next", Long.MAX_VALUE).build()))
        .isEqualTo(
            new ClusterRequest(null, null, null, null, 0, false, Integer.MAX_VALUE, null, false));
  }

  @Test
  void anExplanation() {
    Explanation explanation =
        new Explanation(
            "web",
            "web is connected and healthy.",
            List.of(
                new Finding("It is.", List.of("a", "b"), null),
                new Finding("The cluster is slow.", List.of(), "Wait.")));

    assertThat(Explanation.from(sent(explanation.toJson()))).isEqualTo(explanation);
  }
}
