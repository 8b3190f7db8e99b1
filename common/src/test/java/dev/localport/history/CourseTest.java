package dev.localport.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.HistoryQuery;
import dev.localport.api.RecoveryStatus;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of docs/history.md, one test each. */
class CourseTest {
  private final Play web = new Play("web");

  private static Play up(Play play) {
    return play.at(0).start().at(1).connected("web-1");
  }

  private void assertOutages(double now, String... outages) {
    assertThat(web.outages(now)).containsExactly(outages);
  }

  private RecoveryStatus recovery(double now) {
    return web.history(now).recovery();
  }

  @Test
  void aStartThatGoesWellIsNoOutage() {
    up(web);

    assertOutages(100);
    assertThat(web.upOfWanted(101)).isEqualTo("100 of 101");
    assertThat(recovery(101)).isEqualTo(Recovery.NONE);
  }

  @Test
  void aStartThatGoesWrongIsAnOutageSinceItWasAskedFor() {
    web.at(10).start().at(12).attempt(1).at(15).again("web-1");

    assertOutages(20, "10 5 timed out → reconnected at attempt 1");
    assertThat(web.upOfWanted(20)).isEqualTo("5 of 10");
  }

  @Test
  void anOutageLastsFromTheLossUntilItIsConnectedAgain() {
    up(web).at(60).lost("reset by peer").attempt(1).at(61).attempt(2).at(63).again("web-1");

    assertOutages(100, "60 3 reset by peer → reconnected at attempt 2");
    assertThat(web.upOfWanted(101)).isEqualTo("97 of 101");
  }

  @Test
  void anOutageThatGoesOnHasNoEnd() {
    up(web).at(60).lost("reset by peer").attempt(1);

    assertOutages(100, "60 40 reset by peer → null");
    assertThat(recovery(100).recovering()).isTrue();
    assertThat(recovery(100).longestOutage()).isEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void anotherPodIsSaidToHaveEndedIt() {
    up(web).at(60).lost("the pod web-1 was deleted").attempt(1).at(61).again("web-2");

    assertOutages(100, "60 1 the pod web-1 was deleted → a new pod web-2");
  }

  @Test
  void aClusterThatGoesOfflineIsTheCause() {
    up(web).at(60).lost("no answer to a ping").attempt(1).at(63).offline().at(90).again("web-1");

    assertOutages(
        100, "60 30 cluster dev is offline: cannot reach 10.0.0.7:6443 → the cluster came back");
  }

  @ParameterizedTest
  @CsvSource({
    "no_ready_pod, pod web-1 became ready",
    "target_missing, the target was found",
    "forbidden, the cluster granted access",
    "credentials, the cluster accepted the credentials",
    "circuit_open, the first attempt after the circuit breaker's pause",
    "port_taken, the local port became free",
    "port_denied, the local port could be bound",
    "something_new, connected again"
  })
  void whatItWaitedForEndedIt(String reason, String by) {
    up(web).at(60).lost("closed").at(61).waits(reason, "why").at(70).again("web-1");

    assertOutages(100, "60 10 closed → " + by);
  }

  @Test
  void aReconnectThatWasAskedForIsNoOutageIfItGoesWell() {
    up(web).at(60).reconnectAsked().at(61).again("web-1");

    assertOutages(100);
    assertThat(web.upOfWanted(101)).isEqualTo("99 of 101");
  }

  @Test
  void aReconnectThatWasAskedForIsAnOutageIfItFails() {
    up(web).at(60).reconnectAsked().at(61).attempt(1).at(62).again("web-1");

    assertOutages(100, "60 2 timed out → reconnected at attempt 1");
  }

  @Test
  void aReconnectThatWasAskedForEndsAnOutage() {
    up(web).at(60).lost("closed").attempt(1).at(70).asked("reconnect").at(71).again("web-1");

    assertOutages(100, "60 11 closed → a reconnect was requested");
  }

  @Test
  void aStartThatWasAskedForEndsAnOutage() {
    up(web).at(60).lost("closed").attempt(1).at(70).asked("start").at(71).again("web-1");

    assertOutages(100, "60 11 closed → a start was requested");
  }

  @Test
  void anOperationThatIsAppliedEndsAnOutage() {
    up(web).at(60).lost("closed").offline().at(70).asked("restart 12").at(71).again("web-1");

    assertThat(web.outages(100)).singleElement().asString().endsWith("a reconnect was requested");
  }

  @Test
  void aSettingEndsAnOutage() {
    up(web).at(60).lost("closed").attempt(1).at(70).setting().at(71).again("web-1");

    assertOutages(100, "60 11 closed → a setting was changed");
  }

  @Test
  void whatWasAskedForAndDidNotHelpEndedNothing() {
    up(web).at(60).lost("closed").attempt(1).at(70).asked("reconnect").at(71).attempt(1);
    web.at(72).again("web-1");

    assertOutages(100, "60 12 closed → reconnected at attempt 1");
  }

  @Test
  void whatWasAskedForLongBeforeEndedNothing() {
    up(web).at(60).lost("closed").attempt(4).at(61).setting().at(75).again("web-1");

    assertOutages(100, "60 15 closed → reconnected at attempt 4");
  }

  @Test
  void timeInWhichItWasStoppedOnPurposeDoesNotCount() {
    up(web).at(101).stop().at(500).start().at(501).connected("web-1");

    assertOutages(600);
    assertThat(web.upOfWanted(600)).isEqualTo("199 of 201");
  }

  @Test
  void aStopEndsAnOutage() {
    up(web).at(60).lost("closed").attempt(1).at(70).stop();

    assertOutages(100, "60 10 closed → the service was stopped");
    assertThat(recovery(100).successes()).isZero();
    assertThat(recovery(100).max()).isNull();
    assertThat(recovery(100).longestOutage()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void timeInWhichTheDaemonWasStoppedOnPurposeDoesNotCount() {
    up(web).at(101).daemonStop().lost("closed").at(500).daemonStart().start();
    web.at(501).connected("web-1");

    assertOutages(601);
    assertThat(web.upOfWanted(601)).isEqualTo("200 of 202");
    assertThat(web.history(601).recovery().attempts()).isZero();
  }

  @Test
  void aDaemonThatStopsEndsAnOutage() {
    up(web).at(60).lost("closed").attempt(1).at(70).daemonStop();

    assertOutages(100, "60 10 closed → the daemon was stopped");
  }

  @Test
  void aDaemonThatDiesIsAnOutageOfWhatWasWanted() {
    up(web).at(60).daemonDied().at(90).daemonStart().start().at(92).connected("web-1");

    assertOutages(100, "60 32 the daemon crashed → the daemon was restarted");
    assertThat(web.upOfWanted(100)).isEqualTo("67 of 100");
    assertThat(recovery(100).successes()).isEqualTo(1);
  }

  @Test
  void aDaemonThatDiesTakesLazyServicesAlong() {
    web.at(0).startLazy().at(60).daemonDied().at(90).daemonStart().startLazy();

    assertOutages(100, "60 30 the daemon crashed → the daemon was restarted");
  }

  @Test
  void anOutageGoesOnOverTheDeathOfTheDaemon() {
    up(web).at(60).lost("closed").attempt(1).at(65).daemonDied();
    web.at(90).daemonStart().start().at(92).offline().at(99).again("web-1");

    assertOutages(
        100, "60 39 cluster dev is offline: cannot reach 10.0.0.7:6443 → the cluster came back");
  }

  @Test
  void whatTheNewDaemonDoesNotStartIsNotWantedAnyMore() {
    up(web).at(60).daemonDied().at(90).daemonStart();

    assertOutages(500, "60 30 the daemon crashed → the daemon was restarted");
    assertThat(web.upOfWanted(500)).isEqualTo("59 of 90");
    assertThat(recovery(500).recovering()).isFalse();
  }

  @Test
  void aServiceThatWasStoppedDoesNotMindTheDaemon() {
    up(web).at(50).stop().at(60).daemonDied().at(90).daemonStart();

    assertOutages(100);
    assertThat(web.upOfWanted(100)).isEqualTo("49 of 50");
  }

  @Test
  void aDeathThatNoEntryTellsOfCountsNeitherWay() {
    up(web).at(60).asked("reconnect").at(90).daemonStart().start().at(91).connected("web-1");

    assertOutages(101);
    assertThat(web.upOfWanted(101)).isEqualTo("69 of 71");
  }

  @Test
  void theSleepOfTheMachineDoesNotCount() {
    up(web).at(1000).slept(900).lost("no answer").attempt(1).at(1002).again("web-1");

    assertOutages(1100, "1000 2 no answer → reconnected at attempt 1");
    assertThat(web.upOfWanted(1102)).isEqualTo("199 of 202");
  }

  @Test
  void theSleepOfTheMachineIsNotPartOfAnOutage() {
    up(web).at(60).lost("closed").attempt(1).at(1000).slept(930).at(1005).again("web-1");

    assertOutages(1100, "60 15 closed → reconnected at attempt 1");
  }

  @Test
  void aMachineThatSleptBetweenTwoDaemonsDoesNotCount() {
    up(web).at(60).daemonDied().at(1000).slept(900).daemonStart().start();
    web.at(1001).connected("web-1");

    assertOutages(1100, "60 41 the daemon crashed → the daemon was restarted");
  }

  @Test
  void aMachineThatWasOffIsNoOutage() {
    up(web).at(1000).wasOff(940).daemonStart().start().at(1001).connected("web-1");

    assertOutages(1100);
    assertThat(web.upOfWanted(1101)).isEqualTo("159 of 161");
  }

  @Test
  void anOutageGoesOnAfterAMachineThatWasOff() {
    up(web).at(50).lost("closed").attempt(1).at(1000).wasOff(940).daemonStart().start();
    web.at(1003).connected("web-1");

    assertOutages(1100, "50 13 closed → the daemon was restarted");
  }

  @Test
  void aClientThatWakesAnIdleServiceIsNoOutage() {
    up(web).at(60).idle().at(90).connected("web-1");

    assertOutages(100);
    assertThat(web.upOfWanted(100)).isEqualTo("99 of 100");
  }

  @Test
  void anIdleServiceThatCannotBeConnectedIsDown() {
    web.at(0).startLazy().at(60).attempt(1).at(62).again("web-1");

    assertOutages(100, "60 2 timed out → reconnected at attempt 1");
  }

  @Test
  void aClockThatWasSetBackCountsNothingTwice() {
    up(web).at(1000).lost("closed").at(400).attempt(1).at(410).again("web-1");

    assertOutages(500, "1000 10 closed → reconnected at attempt 1");
    assertThat(web.upOfWanted(500)).isEqualTo("1089 of 1100");
  }

  @Test
  void attemptsSuccessesAndTripsOfTheBreakerAreCounted() {
    up(web).at(60).lost("closed").attempt(1).at(61).attempt(2).at(64).again("web-1");
    web.at(70).lost("closed").attempt(1).at(71).waits("circuit_open", "closed").at(80);
    web.again("web-1").at(90).lost("closed").at(91).again("web-1");

    RecoveryStatus recovery = recovery(100);
    assertThat(recovery.attempts()).as("each try, also one without a wait").isEqualTo(5);
    assertThat(recovery.successes()).isEqualTo(3);
    assertThat(recovery.breakerTrips()).isEqualTo(1);
    assertThat(recovery.p50()).isEqualTo(Duration.ofSeconds(4));
    assertThat(recovery.p95()).isEqualTo(Duration.ofSeconds(10));
    assertThat(recovery.max()).isEqualTo(Duration.ofSeconds(10));
    assertThat(recovery.longestOutage()).isEqualTo(Duration.ofSeconds(10));
    assertThat(recovery.lastErrorAt()).isEqualTo(Play.time(90));
  }

  @Test
  void theServicesOfAContextAreCountedTogether() {
    Play db = new Play("db");
    up(web).at(60).lost("closed").attempt(1).at(62).again("web-1");
    up(db).at(60).lost("closed").attempt(1).at(70).again("db-0").at(80).lost("reset").attempt(1);
    Courses<Days> courses =
        new Courses<>(_ -> true, _ -> new Days(ZoneOffset.UTC, null, HistoryQuery.MOST));
    web.entries().forEach(courses::take);
    db.entries().forEach(courses::take);

    Map<String, RecoveryStatus> contexts = courses.recoveryByContext(Play.time(100));

    assertThat(contexts).containsOnlyKeys("dev");
    RecoveryStatus dev = Objects.requireNonNull(contexts.get("dev"));
    assertThat(dev.attempts()).isEqualTo(3);
    assertThat(dev.successes()).isEqualTo(2);
    assertThat(dev.p50()).as("of the times of both").isEqualTo(Duration.ofSeconds(2));
    assertThat(dev.max()).isEqualTo(Duration.ofSeconds(10));
    assertThat(dev.longestOutage()).as("the one that goes on").isEqualTo(Duration.ofSeconds(20));
    assertThat(dev.recovering()).isTrue();
    assertThat(dev.lastErrorAt()).isEqualTo(Play.time(80));
  }

  @Test
  void aServiceIsWantedUntilItIsStopped() {
    Courses<Days> courses =
        new Courses<>(_ -> true, _ -> new Days(ZoneOffset.UTC, null, HistoryQuery.MOST));
    assertThat(courses.isAnyWanted(Play.time(0))).isFalse();

    up(web).entries().forEach(courses::take);
    assertThat(courses.isAnyWanted(Play.time(60))).isTrue();

    new Play("web").at(61).stop().entries().forEach(courses::take);
    assertThat(courses.isAnyWanted(Play.time(62))).isFalse();
  }

  @Test
  void percentilesAreThoseOfTheTimesThatWereSeen() {
    Recovery recovery = new Recovery();
    for (int i = 1; i <= 300; i++) {
      recovery.recovered(Duration.ofSeconds(i));
    }

    RecoveryStatus status = recovery.status(null);
    assertThat(List.of(status.p50(), status.p95(), status.max()))
        .as("of the newest 256: 45 to 300")
        .containsExactly(Duration.ofSeconds(172), Duration.ofSeconds(288), Duration.ofSeconds(300));
  }

  @Test
  void aDayEndsAtMidnight() {
    web.at(86_300).start().at(86_310).connected("web-1").at(86_390).lost("closed").attempt(1);
    web.at(86_410).again("web-1");

    assertThat(web.history(86_500).days())
        .extracting(day ->
            day.date()
                + " "
                + day.up().toSeconds()
                + "/"
                + day.wanted().toSeconds()
                + " "
                + day.outages())
        .containsExactly("2026-03-01 80/100 1", "2026-03-02 90/100 0");
  }
}
