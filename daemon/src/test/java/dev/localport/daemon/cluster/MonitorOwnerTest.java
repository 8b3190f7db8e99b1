package dev.localport.daemon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.CachedResource;
import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus.Latency;
import dev.localport.api.FailureKind;
import dev.localport.api.NodeCounts;
import dev.localport.api.NodeInfo;
import dev.localport.config.ClusterQueries;
import dev.localport.config.ClusterQuery;
import dev.localport.daemon.kube.reads.ClusterReads.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What a monitor knows and tells, on one thread and with a clock that is moved by hand.
 *
 * <p>Over 300 lines: one story for each message and effect, told with the same fakes.
 */
class MonitorOwnerTest {
  private final OneThread monitor = new OneThread();
  private final FakeReads reads = monitor.reads;

  private ClusterState state() {
    return monitor.view().state();
  }

  private CachedResource cached(String resource) {
    return monitor.status().cached().stream()
        .filter(one -> one.resource().equals(resource))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void knowsEverythingAfterItsFirstProbe() {
    monitor.begin();

    assertThat(state()).isEqualTo(ClusterState.CONNECTED);
    var status = monitor.status();
    assertThat(status.version()).isEqualTo("v1.34.1");
    assertThat(status.unready()).containsExactly("etcd failed");
    assertThat(status.nodes()).isEqualTo(new NodeCounts(2, 2));
    assertThat(status.nodeList().getFirst().usage()).isNotNull();
    assertThat(status.pods()).isEqualTo(reads.pods);
    assertThat(status.warnings()).isZero();
    assertThat(status.lastSuccess()).isEqualTo(monitor.timers.instant());
    assertThat(status.nextCheck()).isAfter(monitor.timers.instant());
    assertThat(status.stale()).isFalse();
    assertThat(status.error()).isNull();
  }

  @Test
  void namesAMissingPermissionAndIsConnectedAllTheSame() {
    reads.fail("nodes", FailureKind.FORBIDDEN);

    monitor.begin();
    monitor.pass(Duration.ofMinutes(5));

    assertThat(state()).isEqualTo(ClusterState.CONNECTED);
    var status = monitor.status();
    assertThat(status.error()).isNull();
    assertThat(status.missingPermissions()).containsExactly("list nodes");
    assertThat(status.nodes()).isNull();
    assertThat(status.pods()).isEqualTo(reads.pods);
    assertThat(status.version()).isEqualTo("v1.34.1");
  }

  @Test
  void namesNoRightThatTheClusterSaysIsThere() {
    reads.fail("pods", FailureKind.FORBIDDEN);
    reads.mayList = true;

    monitor.begin();

    assertThat(monitor.status().missingPermissions()).isEmpty();
    assertThat(Objects.requireNonNull(monitor.status().error()).kind())
        .isEqualTo(FailureKind.FORBIDDEN);
  }

  @Test
  void asksForWhatWasRefusedAgainAfterTenMinutesAndNotEachCycle() {
    monitor.begin();
    monitor.pass(Duration.ofMinutes(2));
    reads.fail("nodes", FailureKind.FORBIDDEN);
    monitor.pass(Duration.ofMinutes(2));
    assertThat(monitor.status().missingPermissions()).containsExactly("list nodes");
    int asked = reads.calls("nodes");

    monitor.pass(Duration.ofSeconds(590));
    assertThat(reads.calls("nodes")).isEqualTo(asked);
    assertThat(reads.calls("pods")).isGreaterThan(asked);

    reads.mend("nodes");
    monitor.pass(Duration.ofSeconds(61));
    assertThat(reads.calls("nodes")).isEqualTo(asked + 1);
    assertThat(state()).isEqualTo(ClusterState.CONNECTED);
    assertThat(monitor.status().missingPermissions()).isEmpty();
  }

  @Test
  void asksForWhatIsForbiddenInTheFirstMinuteAfterAReturnAgainWithTheNextProbe() {
    monitor.begin();
    monitor.goAway();
    reads.mend("*");
    reads.fail("pods", FailureKind.FORBIDDEN);
    monitor.comeBack();
    assertThat(monitor.status().missingPermissions()).containsExactly("list pods");
    int asked = reads.calls("pods");

    reads.mend("pods");
    monitor.pass(Duration.ofSeconds(30));

    assertThat(reads.calls("pods")).isEqualTo(asked + 1);
    assertThat(monitor.status().missingPermissions()).isEmpty();
  }

  @Test
  void asksForWhatStaysForbiddenNoMoreThanFourTimesAfterAStart() {
    reads.fail("nodes", FailureKind.FORBIDDEN);
    monitor.begin();

    monitor.pass(Duration.ofSeconds(599));

    assertThat(reads.calls("nodes")).isEqualTo(4);
  }

  @Test
  void throwsTheFirstSampleAwayAndMeasuresOnceMore() {
    reads.first = new Answer(Duration.ofMillis(3_221), Duration.ZERO);

    monitor.begin();

    assertThat(monitor.status().latency()).isEqualTo(new Latency(20.0, 20.0, 20.0));
    assertThat(reads.calls("probe")).isEqualTo(2);
  }

  @Test
  void asksForWhatWasRefusedAtOnceWhenSomebodyAsks() {
    reads.fail("nodes", FailureKind.FORBIDDEN);
    monitor.begin();
    reads.mend("nodes");

    CompletableFuture<Boolean> done = new CompletableFuture<>();
    monitor.tell(new MonitorMessage.RefreshAsked(done));

    assertThat(done).isCompletedWithValue(true);
    assertThat(state()).isEqualTo(ClusterState.CONNECTED);
  }

  @Test
  void isNotDegradedWhereNobodyMeasuresNodes() {
    reads.fail("nodeUsage", FailureKind.TARGET_MISSING);

    monitor.begin();
    monitor.pass(Duration.ofMinutes(9));

    assertThat(state()).isEqualTo(ClusterState.CONNECTED);
    assertThat(reads.calls("nodeUsage")).isEqualTo(1);
  }

  @Test
  void isDegradedWhileACollectorFailsAndKeepsWhatWasKnown() {
    monitor.begin();
    reads.fail("pods", FailureKind.SESSION);

    monitor.pass(Duration.ofMinutes(4));

    assertThat(state()).isEqualTo(ClusterState.DEGRADED);
    assertThat(monitor.status().pods()).isEqualTo(reads.pods);
    assertThat(cached("pods").stale()).isTrue();
    assertThat(cached("nodes").stale()).isFalse();
    reads.mend("pods");
    monitor.pass(Duration.ofMinutes(4));
    assertThat(state()).isEqualTo(ClusterState.CONNECTED);
  }

  @Test
  void isDegradedWhileItsNewestAnswersAreSlow() {
    monitor.begin();
    reads.answer = new Answer(Duration.ofMillis(812), Duration.ZERO);

    monitor.pass(Duration.ofSeconds(90));

    assertThat(state()).isEqualTo(ClusterState.DEGRADED);
    assertThat(Objects.requireNonNull(monitor.status().error()).message())
        .isEqualTo(
            "the API server is slow: the last answers took 812 ms (degraded_above is 500 ms)");
  }

  @Test
  void isDegradedByServerErrorsOnlyWhileASessionLives() {
    FakeSubscriber user = new FakeSubscriber("db");
    user.session = true;
    monitor.begin();
    monitor.join(user);
    reads.fail("probe", FailureKind.SESSION);

    monitor.pass(Duration.ofSeconds(60));
    assertThat(state()).isEqualTo(ClusterState.DEGRADED);

    user.session = false;
    monitor.pass(Duration.ofSeconds(60));
    assertThat(state()).isEqualTo(ClusterState.OFFLINE);
    assertThat(user.told).containsExactly("away");
  }

  @Test
  void isAnErrorAndNotAwayWhenACollectorIsRefusedTheCredentials() {
    FakeSubscriber user = new FakeSubscriber("db");
    reads.fail("nodes", FailureKind.CREDENTIALS);
    monitor.begin();
    monitor.join(user);

    monitor.pass(Duration.ofSeconds(100));

    assertThat(state()).isEqualTo(ClusterState.ERROR);
    assertThat(monitor.changes).containsExactly("checking > connected", "connected > error");
    assertThat(user.told).isEmpty();

    reads.mend("nodes");
    monitor.tell(new MonitorEvent.KubeconfigChanged());
    assertThat(state()).isEqualTo(ClusterState.CONNECTED);
  }

  @Test
  void keepsWhatItKnewWhileAwayAndMarksIt() {
    monitor.begin();
    monitor.goAway();

    assertThat(monitor.status().nodes()).isEqualTo(new NodeCounts(2, 2));
    assertThat(monitor.status().stale()).isTrue();
    assertThat(monitor.status().consecutiveFailures()).isGreaterThanOrEqualTo(3);
    assertThat(cached("nodes").stale()).isTrue();
    assertThat(monitor.status().nodeList())
        .allSatisfy(node -> {
          assertThat(node.lastUpdated()).isEqualTo(cached("nodes").lastUpdated());
          assertThat(node.stale()).isTrue();
        });

    reads.nodes = List.of(FakeReads.node("c", true));
    monitor.comeBack();
    assertThat(monitor.status().nodeList())
        .extracting(NodeInfo::name)
        .as("replaced whole")
        .containsExactly("c");
    assertThat(monitor.status().stale()).isFalse();
    assertThat(monitor.status().nodeList())
        .allSatisfy(node -> {
          assertThat(node.lastUpdated()).isEqualTo(cached("nodes").lastUpdated());
          assertThat(node.stale()).isFalse();
        });
  }

  @Test
  void datesEverythingThatItKeeps() {
    monitor.begin();

    assertThat(monitor.status().cached())
        .extracting(CachedResource::resource)
        .containsExactly(
            "nodes", "pods", "version", "nodes.metrics.k8s.io", "events", "pods.metrics.k8s.io");
    assertThat(monitor.status().cached())
        .allSatisfy(one -> assertThat(one.lastUpdated()).isEqualTo(monitor.timers.instant()));
  }

  @Test
  void forgetsWhatIsOlderThanTheUserSaid() {
    monitor.config = Configs.of(true, 3, 0, Duration.ofMinutes(30), monitor.config.queries());
    monitor.begin();
    monitor.goAway();

    monitor.pass(Duration.ofMinutes(29));
    assertThat(monitor.status().nodes()).isNotNull();

    monitor.pass(Duration.ofMinutes(1));
    assertThat(monitor.status().nodes()).isNull();
    assertThat(monitor.status().cached()).isEmpty();
    assertThat(monitor.view().knowledge().told()).isEmpty();
  }

  @Test
  void keepsNoMoreNodesThanItMay() {
    reads.nodes = IntStream.range(0, 6_000).mapToObj(i -> FakeReads.node("n" + i, true)).toList();

    monitor.begin();

    assertThat(monitor.status().nodeList()).hasSize(5_000);
  }

  @Test
  void asksForNothingThatIsSwitchedOff() {
    ClusterQueries all = monitor.config.queries();
    ClusterQuery off = new ClusterQuery(false, null, null, null, 0, null);
    monitor.config =
        Configs.of(
            true, 3, 0, Duration.ofHours(24), new ClusterQueries(off, all.podStatus(), off, off));

    monitor.begin();

    assertThat(state()).isEqualTo(ClusterState.CONNECTED);
    assertThat(reads.calls("pods")).isEqualTo(1);
    for (String call : List.of("version", "nodes", "nodeUsage", "events")) {
      assertThat(reads.calls(call)).as(call).isZero();
    }
  }

  @Test
  void asksForEventsWithEachCollectionAndOnTrouble() {
    monitor.begin();
    monitor.pass(Duration.ofMinutes(20));
    assertThat(reads.calls("events")).isEqualTo(reads.calls("pods")).isEqualTo(6);
    monitor.pass(Duration.ofMinutes(1));

    monitor.tell(new MonitorEvent.Trouble());
    monitor.tell(new MonitorEvent.Trouble());
    monitor.pass(Duration.ofSeconds(9));
    assertThat(reads.calls("events")).isEqualTo(7);
  }

  @Test
  void keepsEventsOfPodsBehindServicesHoweverManyOthersThereAre() {
    Instant now = monitor.timers.instant();
    FakeSubscriber user = new FakeSubscriber("db");
    user.pods = List.of(FakeSubscriber.pod("db-0", "a"));
    List<ClusterEvent> events =
        new ArrayList<>(List.of(FakeReads.event("Normal", "pod/db-0", "shop", now)));
    IntStream.range(0, 200)
        .forEach(i -> events.add(FakeReads.event("Warning", "pod/other-" + i, "shop", now)));
    monitor.begin();
    monitor.join(user);

    reads.events = events;
    monitor.pass(Duration.ofMinutes(5));

    assertThat(monitor.view().events(monitor.timers.instant()))
        .hasSize(51)
        .extracting(ClusterEvent::object)
        .contains("pod/db-0");
  }

  @Test
  void tellsHowTheClusterIsAfterEachProbeAndEachChange() {
    monitor.begin();
    assertThat(monitor.health).containsExactly("connected");

    monitor.pass(Duration.ofSeconds(60));
    assertThat(monitor.health).containsExactly("connected", "connected", "connected");

    monitor.goAway();
    monitor.health.clear();
    monitor.pass(Duration.ofSeconds(60));
    assertThat(monitor.health).as("of probes in vain nobody is told").isEmpty();
    monitor.comeBack();
    assertThat(monitor.health).containsExactly("connected");
  }

  @Test
  void tellsAChangeOfItsStateOnce() {
    monitor.begin();
    monitor.goAway();
    monitor.comeBack();
    monitor.pass(Duration.ofMinutes(10));

    assertThat(monitor.changes)
        .containsExactly(
            "checking > connected",
            "connected > reconnecting",
            "reconnecting > offline",
            "offline > connected");
  }
}
