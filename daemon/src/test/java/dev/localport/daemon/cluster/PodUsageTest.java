package dev.localport.daemon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterState;
import dev.localport.api.ContainerInfo;
import dev.localport.api.ContainerInfoBuilder;
import dev.localport.api.FailureKind;
import dev.localport.api.PodInfo;
import dev.localport.api.PodInfoBuilder;
import dev.localport.api.Resources;
import dev.localport.config.ClusterQueries;
import dev.localport.config.ClusterQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a monitor learns of the pods behind services, on one thread and a clock moved by hand. */
class PodUsageTest {
  private static final Resources USED = new Resources(10L, 20L);

  private final OneThread monitor = new OneThread();
  private final FakeReads reads = monitor.reads;
  private final FakeSubscriber web = new FakeSubscriber("web");

  @BeforeEach
  void join() {
    web.pods = List.of(pod("shop", "web-1", null));
  }

  private static PodInfo pod(String namespace, String name, @Nullable Instant created) {
    ContainerInfo app =
        ContainerInfoBuilder.builder().name("app").ready(true).state("running").build();
    return PodInfoBuilder.builder()
        .context("dev")
        .namespace(namespace)
        .name(name)
        .phase("Running")
        .ready(true)
        .node("a")
        .created(created)
        .containers(List.of(app))
        .build();
  }

  private void begin() {
    monitor.join(web);
    monitor.begin();
  }

  private PodInfo measured(PodInfo pod) {
    return monitor.view().measured(List.of(pod), monitor.timers.instant()).getFirst();
  }

  private @Nullable Resources usage(String namespace, String name) {
    return measured(pod(namespace, name, null)).usage();
  }

  @Test
  void isToldWithTheTimeAtWhichItWasTold() {
    begin();
    Instant told = monitor.timers.instant();
    monitor.pass(Duration.ofMinutes(3));

    PodInfo pod = measured(web.pods.getFirst());

    assertThat(pod.usage()).isEqualTo(USED);
    assertThat(pod.usageUpdated()).isEqualTo(told);
    assertThat(reads.calls("podUsage shop")).isEqualTo(1);
  }

  @Test
  void isAskedForOncePerNamespaceAndCollection() {
    FakeSubscriber db = new FakeSubscriber("db");
    db.pods = List.of(pod("shop", "db-0", null), pod("data", "db-1", null));
    monitor.join(db);
    begin();

    monitor.pass(Duration.ofMinutes(4));

    assertThat(reads.calls("podUsage shop")).isEqualTo(2);
    assertThat(reads.calls("podUsage data")).isEqualTo(2);
    assertThat(usage("data", "db-1")).isEqualTo(USED);
    assertThat(usage("shop", "db-1")).as("of another namespace").isNull();
  }

  @Test
  void ofANewPodIsAskedForWithTheNextProbeAndOnlyOnce() {
    web.pods = List.of();
    begin();
    assertThat(reads.calls("podUsage shop")).as("nobody's pods are not asked for").isZero();
    reads.unmeasured = Set.of("web-2");
    web.pods = List.of(pod("shop", "web-1", null), pod("shop", "web-2", null));

    monitor.pass(Duration.ofSeconds(210));

    assertThat(reads.calls("podUsage shop")).isEqualTo(1);
    assertThat(usage("shop", "web-1")).isEqualTo(USED);
    assertThat(usage("shop", "web-2")).as("not measured yet").isNull();
  }

  @Test
  void ofAPodThatHadTheNameBeforeIsNotToldAsThatOfItsSuccessor() {
    begin();

    PodInfo successor = pod("shop", "web-1", monitor.timers.instant().plusSeconds(1));

    assertThat(measured(successor).usage()).isNull();
    assertThat(measured(successor).usageUpdated()).isNull();
  }

  @Test
  void aNamespaceThatForbidsItIsNamedAndTakesNothingFromTheOthers() {
    web.pods = List.of(pod("shop", "web-1", null), pod("data", "db-1", null));
    reads.fail("podUsage data", FailureKind.FORBIDDEN);

    begin();

    assertThat(monitor.view().state()).isEqualTo(ClusterState.CONNECTED);
    assertThat(monitor.status().missingPermissions())
        .containsExactly("list pods.metrics.k8s.io in data");
    assertThat(usage("shop", "web-1")).isEqualTo(USED);
    assertThat(usage("data", "db-1")).isNull();
  }

  @Test
  void aNamespaceThatForbidsItIsAskedAgainAfterTenMinutesAndNotEachCycle() {
    web.pods = List.of(pod("shop", "web-1", null), pod("data", "db-1", null));
    reads.fail("podUsage data", FailureKind.FORBIDDEN);
    begin();
    monitor.pass(Duration.ofMinutes(2));
    int asked = reads.calls("podUsage data");

    monitor.pass(Duration.ofSeconds(550));
    assertThat(reads.calls("podUsage data")).isEqualTo(asked);
    assertThat(reads.calls("podUsage shop")).isGreaterThan(asked);
    assertThat(monitor.status().missingPermissions()).hasSize(1);

    reads.mend("podUsage data");
    monitor.pass(Duration.ofSeconds(60));
    assertThat(reads.calls("podUsage data")).isGreaterThan(asked);
    assertThat(usage("data", "db-1")).isEqualTo(USED);
    assertThat(monitor.status().missingPermissions()).isEmpty();
  }

  @Test
  void aNamespaceThatForbidsItIsAskedAgainAtOnceWhenSomebodyAsks() {
    reads.fail("podUsage shop", FailureKind.FORBIDDEN);
    begin();
    reads.mend("podUsage shop");

    CompletableFuture<Boolean> done = new CompletableFuture<>();
    monitor.tell(new MonitorMessage.RefreshAsked(done));

    assertThat(done).isCompletedWithValue(true);
    assertThat(usage("shop", "web-1")).isEqualTo(USED);
    assertThat(monitor.status().missingPermissions()).isEmpty();
  }

  @Test
  void isNotMissedWhereNobodyMeasures() {
    reads.fail("podUsage shop", FailureKind.TARGET_MISSING);
    List<PodInfo> later = web.pods;
    web.pods = List.of();

    begin();
    web.pods = later;
    monitor.pass(Duration.ofMinutes(9));

    assertThat(reads.calls("podUsage shop")).isEqualTo(1);
    assertThat(monitor.view().state()).isEqualTo(ClusterState.CONNECTED);
    assertThat(monitor.status().missingPermissions()).isEmpty();
    assertThat(monitor.status().stale()).isFalse();
    assertThat(measured(web.pods.getFirst())).isEqualTo(web.pods.getFirst());
  }

  @Test
  void isForgottenWhenNobodyMeasuresAnyMore() {
    begin();
    reads.fail("podUsage shop", FailureKind.TARGET_MISSING);

    monitor.pass(Duration.ofMinutes(4));

    assertThat(usage("shop", "web-1")).isNull();
    assertThat(monitor.status().stale()).isFalse();
  }

  @Test
  void isKeptWhileTheClusterIsAwayAndForgottenWithItsAge() {
    monitor.config = Configs.of(true, 3, 0, Duration.ofMinutes(30), monitor.config.queries());
    begin();
    Instant told = monitor.timers.instant();
    reads.fail("*", FailureKind.UNREACHABLE);

    monitor.pass(Duration.ofMinutes(29));
    assertThat(monitor.view().reach().isAway()).isTrue();
    assertThat(usage("shop", "web-1")).isEqualTo(USED);
    assertThat(measured(web.pods.getFirst()).usageUpdated()).isEqualTo(told);

    monitor.pass(Duration.ofMinutes(2));
    assertThat(usage("shop", "web-1")).isNull();
  }

  @Test
  void aMeasuringServerInTroubleDegradesNothingAndIsNotAskedForEachNewPod() {
    begin();
    reads.fail("podUsage shop", FailureKind.SESSION);
    monitor.pass(Duration.ofMinutes(4));
    assertThat(reads.calls("podUsage shop")).isEqualTo(2);

    web.pods = List.of(pod("shop", "web-2", null));
    monitor.pass(Duration.ofMinutes(3));

    assertThat(monitor.view().state()).isEqualTo(ClusterState.CONNECTED);
    assertThat(reads.calls("podUsage shop")).isEqualTo(2);
    assertThat(usage("shop", "web-1")).as("with its age").isEqualTo(USED);
    assertThat(monitor.status().stale()).isFalse();
  }

  @Test
  void isNotAskedForWherePodsAreNot() {
    ClusterQueries all = monitor.config.queries();
    ClusterQuery off = new ClusterQuery(false, null, null, null, 0, null);
    monitor.config =
        Configs.of(
            true,
            3,
            0,
            Duration.ofHours(24),
            new ClusterQueries(all.clusterInfo(), off, all.nodeStatus(), all.eventsOnFailure()));

    begin();
    monitor.pass(Duration.ofMinutes(9));

    assertThat(reads.calls("podUsage shop")).isZero();
  }
}
