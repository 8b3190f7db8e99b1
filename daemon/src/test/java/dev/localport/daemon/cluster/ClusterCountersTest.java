package dev.localport.daemon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.FailureKind;
import dev.localport.daemon.cluster.ClusterCounters.Collections;
import dev.localport.daemon.cluster.ClusterCounters.Results;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a monitor counts, on one thread and with a clock that is moved by hand. */
class ClusterCountersTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final OneThread monitor = new OneThread();
  private final FakeReads reads = monitor.reads;

  @Test
  void nothingIsCountedBeforeTheFirstProbe() {
    assertThat(monitor.counters()).isEqualTo(ClusterCounters.NONE);
  }

  @Test
  void everyProbeIsCountedByItsResult() {
    monitor.begin();
    monitor.pass(Duration.ofMinutes(2));
    Results before = monitor.counters().probes();
    int measured = 1; // after the first answer, over the connection that was made for it
    assertThat(before).isEqualTo(new Results(5, 0));
    assertThat(reads.calls("probe")).isEqualTo(5 + measured);

    monitor.goAway();

    Results after = monitor.counters().probes();
    assertThat(after.answered()).isEqualTo(5);
    assertThat(after.failed()).isEqualTo(reads.calls("probe") - 5 - measured).isPositive();
  }

  @Test
  void aProbeWhoseCredentialsAreRejectedFailedAndOneThatIsForbiddenWasAnswered() {
    monitor.begin();
    long answered = monitor.counters().probes().answered();

    reads.fail("probe", FailureKind.FORBIDDEN);
    monitor.pass(Duration.ofSeconds(31));
    assertThat(monitor.counters().probes()).isEqualTo(new Results(answered + 1, 0));

    reads.fail("probe", FailureKind.CREDENTIALS);
    monitor.pass(Duration.ofSeconds(31));
    assertThat(monitor.counters().probes()).isEqualTo(new Results(answered + 1, 1));
  }

  @Test
  void collectionsAreCountedByResource() {
    monitor.begin();
    reads.fail("events", FailureKind.UNREACHABLE);

    monitor.pass(Duration.ofMinutes(5));

    var collections = monitor.counters().collections();
    assertThat(collections.get("nodes")).returns(new Results(2, 0), Collections::results);
    assertThat(collections.get("events")).returns(new Results(1, 1), Collections::results);
  }

  @Test
  void theTimeThatCollectionsTookAddsUp() {
    ClusterCounters both =
        ClusterCounters.NONE
            .collected("pods", true, Duration.ofSeconds(2))
            .collected("nodes", true, Duration.ofSeconds(1))
            .collected("pods", false, Duration.ofSeconds(30));

    assertThat(both.collections())
        .containsEntry("pods", new Collections(new Results(1, 1), Duration.ofSeconds(32)))
        .containsEntry("nodes", new Collections(new Results(1, 0), Duration.ofSeconds(1)));
  }

  @Test
  void aMissingPermissionIsAnAnswer() {
    reads.fail("nodes", FailureKind.FORBIDDEN);

    monitor.begin();

    assertThat(monitor.counters().collections().get("nodes"))
        .returns(new Results(1, 0), Collections::results);
  }

  @Test
  void timeOfflineGrowsWhileAnOutageGoesOnAndStaysAfterIt() {
    monitor.begin();
    monitor.goAway();
    Instant since = monitor.counters().offlineSince();
    assertThat(since).isNotNull();
    assertThat(monitor.counters().outages()).isEqualTo(1);

    monitor.pass(Duration.ofMinutes(1));
    Duration going = monitor.counters().offline(monitor.timers.instant());
    assertThat(going).isEqualTo(Duration.between(since, monitor.timers.instant()));
    monitor.comeBack();

    ClusterCounters after = monitor.counters();
    assertThat(after.offlineSince()).isNull();
    assertThat(after.offline()).isBetween(going, going.plusSeconds(3));
    monitor.pass(Duration.ofMinutes(1));
    assertThat(monitor.counters().offline(monitor.timers.instant())).isEqualTo(after.offline());
    assertThat(monitor.counters().outages()).isEqualTo(1);
  }

  @Test
  void outagesAddUp() {
    ClusterCounters twice =
        ClusterCounters.NONE
            .away(true, NOON)
            .away(true, NOON.plusSeconds(1))
            .away(false, NOON.plusSeconds(5))
            .away(false, NOON.plusSeconds(6))
            .away(true, NOON.plusSeconds(10));

    assertThat(twice.outages()).isEqualTo(2);
    assertThat(twice.offline(NOON.plusSeconds(12))).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void aClockThatWasSetBackTakesNoTimeAway() {
    ClusterCounters away = ClusterCounters.NONE.away(true, NOON);

    assertThat(away.offline(NOON.minusSeconds(60))).isEqualTo(Duration.ZERO);
    assertThat(away.away(false, NOON.minusSeconds(60)).offline()).isEqualTo(Duration.ZERO);
  }
}
