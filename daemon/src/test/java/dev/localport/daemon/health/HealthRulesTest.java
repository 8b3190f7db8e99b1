package dev.localport.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.config.HealthCheckConfig;
import dev.localport.daemon.actor.Step;
import dev.localport.daemon.health.HealthEvent.Checked;
import dev.localport.daemon.health.HealthEvent.ClusterAway;
import dev.localport.daemon.health.HealthEvent.ClusterBack;
import dev.localport.daemon.health.HealthEvent.ClusterTrouble;
import dev.localport.daemon.health.HealthEvent.Connected;
import dev.localport.daemon.health.HealthEvent.Disconnected;
import dev.localport.daemon.health.HealthEvent.TimerFired;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Numbers and stories of a check's rules.
 *
 * <p>Over 300 lines, since the stories go on from the same few steps of one state and one clock.
 */
class HealthRulesTest {
  private static final CheckOutcome WELL = new CheckOutcome.Well();
  private static final CheckOutcome SICK = new CheckOutcome.Failed("answered 503");
  private static final CheckOutcome NOT_MADE = new CheckOutcome.NotMade("no session");

  private HealthRules rules = rules(Probes.config(3, 1, true, false), 0.5);
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private HealthState state = HealthState.START;
  private final List<HealthEffect> effects = new ArrayList<>();

  private static HealthRules rules(HealthCheckConfig config, double random) {
    return new HealthRules(config, () -> random);
  }

  private void tell(HealthEvent event) {
    Step<HealthState, HealthEffect> step = rules.next(state, event, now);
    state = step.state();
    effects.clear();
    effects.addAll(step.effects());
  }

  private void ended(CheckOutcome outcome) {
    tell(new Checked(outcome, true));
  }

  /** Waits for the next check, and lets it end so. */
  private void check(CheckOutcome outcome) {
    now = state.nextCheck() == null ? now : state.nextCheck();
    tell(new TimerFired());
    assertThat(state.running()).isTrue();
    ended(outcome);
  }

  private HealthWord word() {
    return state.view().word();
  }

  @Test
  void nothingIsCheckedUntilThereIsAWay() {
    tell(new TimerFired());
    assertThat(effects).isEmpty();
    assertThat(word()).isEqualTo(HealthWord.UNKNOWN);

    tell(new Connected());

    assertThat(effects).containsExactly(HealthEffect.CHECK);
    assertThat(word()).isEqualTo(HealthWord.UNKNOWN);
  }

  @Test
  void oneSuccessIsEnoughAndThreeFailuresInARowAreNeeded() {
    tell(new Connected());
    ended(WELL);
    assertThat(word()).isEqualTo(HealthWord.HEALTHY);

    check(SICK);
    check(SICK);
    check(WELL);
    check(SICK);
    check(SICK);
    assertThat(word()).isEqualTo(HealthWord.HEALTHY);
    assertThat(state.view().failure()).isEqualTo("answered 503");

    check(SICK);
    assertThat(word()).isEqualTo(HealthWord.UNHEALTHY);
    assertThat(state.view().failures()).isEqualTo(3);

    check(WELL);
    assertThat(state.view())
        .isEqualTo(new HealthView(HealthWord.HEALTHY, HealthWord.HEALTHY, now, 0, null));
  }

  @Test
  void afterAReconnectTheChecksFollowSoonUntilTheyHaveDecided() {
    tell(new Connected());
    ended(WELL);
    tell(new Disconnected());
    now = now.plusSeconds(60);
    tell(new Connected());
    Instant reconnected = now;
    assertThat(effects).as("at once").containsExactly(HealthEffect.CHECK);

    ended(SICK);
    check(SICK);
    check(SICK);

    assertThat(word()).isEqualTo(HealthWord.UNHEALTHY);
    assertThat(now).isEqualTo(reconnected.plusSeconds(1));
  }

  @Test
  void oneThatBecomesUnhealthyIsCheckedSoonAtFirstAndThenAtTheInterval() {
    tell(new Connected());
    ended(SICK);
    check(SICK);
    check(SICK);
    assertThat(state.nextCheck()).as("it may be so for a moment").isEqualTo(now.plusSeconds(5));

    check(SICK);
    check(SICK);
    check(SICK);

    assertThat(state.nextCheck()).as("it stays so").isEqualTo(now.plusSeconds(30));
  }

  @Test
  void aShorterIntervalThanThatIsKept() {
    HealthCheckConfig usual = Probes.config(3, 1, true, false);
    rules =
        rules(
            new HealthCheckConfig(
                usual.probe(), Duration.ofMillis(300), usual.timeout(), 3, 1, true, false),
            0.5);
    tell(new Connected());

    ended(SICK);

    assertThat(state.nextCheck()).isEqualTo(now.plusMillis(300));
  }

  @Test
  void theThresholdOfSuccessesHolds() {
    rules = rules(Probes.config(1, 2, true, false), 0.5);
    tell(new Connected());
    ended(SICK);
    assertThat(word()).isEqualTo(HealthWord.UNHEALTHY);

    check(WELL);
    assertThat(word()).isEqualTo(HealthWord.UNHEALTHY);
    assertThat(state.view().failure()).isEqualTo("answered 503");

    check(WELL);
    assertThat(word()).isEqualTo(HealthWord.HEALTHY);
  }

  @Test
  void aCheckThatWasNotMadeSaysNothing() {
    tell(new Connected());
    ended(SICK);

    check(NOT_MADE);

    assertThat(state.verdict()).isEqualTo(new Verdict(HealthWord.UNKNOWN, 1, 0, "answered 503"));
    assertThat(state.nextCheck()).isAfter(now);
  }

  @ParameterizedTest
  @CsvSource({"0, 27000", "0.5, 30000", "1, 33000"})
  void theIntervalVariesByATenth(double random, long millis) {
    rules = rules(Probes.config(3, 1, true, false), random);
    tell(new Connected());

    ended(WELL);

    assertThat(state.nextCheck()).isEqualTo(now.plusMillis(millis));
  }

  @Test
  void aTimerThatComesTooSoonChangesNothing() {
    tell(new Connected());
    ended(WELL);
    HealthState before = state;

    now = now.plusSeconds(29);
    tell(new TimerFired());

    assertThat(state).isEqualTo(before);
    assertThat(effects).isEmpty();
  }

  @Test
  void aLostSessionEndsTheCheckAndWhatIsKnown() {
    tell(new Connected());
    ended(WELL);
    check(SICK);
    now = now.plusSeconds(30);
    tell(new TimerFired());

    tell(new Disconnected());

    assertThat(effects).containsExactly(HealthEffect.CANCEL);
    assertThat(state.verdict()).isEqualTo(Verdict.NONE);
    assertThat(state.view().lastKnown()).isEqualTo(HealthWord.HEALTHY);
    assertThat(state.nextCheck()).isNull();
  }

  @Test
  void whatACheckFindsThatWasGivenUpIsNotBelieved() {
    tell(new Connected());
    tell(new Disconnected());
    HealthState before = state;

    ended(SICK);

    assertThat(state).isEqualTo(before);
  }

  @Test
  void whileTheClusterIsAwayNothingIsCheckedAndNothingIsKnown() {
    tell(new Connected());
    ended(WELL);
    Instant checked = now;
    now = now.plusSeconds(10);

    tell(new ClusterAway());
    assertThat(state.view())
        .isEqualTo(new HealthView(HealthWord.UNKNOWN, HealthWord.HEALTHY, checked, 0, null));
    now = now.plusSeconds(3600);
    tell(new TimerFired());
    assertThat(effects).isEmpty();

    tell(new ClusterBack());
    assertThat(effects).containsExactly(HealthEffect.CHECK);
  }

  @Test
  void aCheckThatIsNotAwareOfTheClusterGoesOn() {
    rules = rules(Probes.config(3, 1, false, false), 0.5);
    tell(new Connected());
    ended(WELL);
    HealthState before = state;

    tell(new ClusterAway());
    tell(new ClusterBack());

    assertThat(state).isEqualTo(before);
  }

  @Test
  void aClusterThatComesBackBringsNoCheckToAServiceWithoutAWay() {
    tell(new ClusterAway());
    tell(new ClusterBack());

    assertThat(effects).isEmpty();
    assertThat(state).isEqualTo(HealthState.START);
  }

  @Test
  void troubleWithTheClusterBringsTheNextCheckOn() {
    tell(new Connected());
    ended(WELL);
    Instant checked = now;

    now = now.plusSeconds(1);
    tell(new ClusterTrouble());
    assertThat(state.nextCheck()).isEqualTo(checked.plusSeconds(5));

    now = now.plusSeconds(10);
    tell(new ClusterTrouble());
    assertThat(state.nextCheck()).as("never later").isEqualTo(checked.plusSeconds(5));
  }

  @Test
  void troubleWithTheClusterIsNoReasonForASecondCheckAtOnce() {
    tell(new Connected());
    HealthState running = state;

    tell(new ClusterTrouble());

    assertThat(state).isEqualTo(running);
    assertThat(effects).isEmpty();
  }

  @Test
  void aServiceThatIsSickGetsNewSessionsOnlyIfTheUserSaysSo() {
    tell(new Connected());
    for (int i = 0; i < 10; i++) {
      check(SICK);
      assertThat(effects).isEmpty();
      now = Objects.requireNonNull(state.nextCheck());
      tell(new TimerFired());
    }
  }

  /** Returns after how many seconds each restart was asked for. */
  private List<Long> restarts(Duration over, boolean clusterHealthy) {
    List<Long> restarts = new ArrayList<>();
    Instant begin = now;
    while (now.isBefore(begin.plus(over))) {
      tell(new Checked(SICK, clusterHealthy));
      if (effects.contains(HealthEffect.RESTART)) {
        restarts.add(Duration.between(begin, now).toSeconds());
      }
      now = Objects.requireNonNull(state.nextCheck());
      tell(new TimerFired());
    }
    return restarts;
  }

  @Test
  void newSessionsAreAskedForEverMoreRarelyWhileTheyDoNotHelp() {
    rules = rules(Probes.config(3, 1, true, true), 0.5);
    tell(new Connected());

    assertThat(restarts(Duration.ofHours(3), true))
        .containsExactly(1L, 106L, 286L, 646L, 1366L, 2806L, 4606L, 6406L, 8206L, 10006L);
  }

  @Test
  void noneIsAskedForWhileTheClusterIsNotHealthy() {
    rules = rules(Probes.config(3, 1, false, true), 0.5);
    tell(new Connected());

    assertThat(restarts(Duration.ofHours(1), false)).isEmpty();
  }

  @Test
  void newSessionsThatHelpedMakeThePauseShortAgain() {
    rules = rules(Probes.config(1, 1, true, true), 0.5);
    tell(new Connected());
    restarts(Duration.ofMinutes(20), true);
    Instant last = state.restarts().last();
    ended(WELL);

    assertThat(state.restarts()).isEqualTo(new Restarts(0, last));
  }

  @Test
  void whatWasAskedForIsRememberedOverTheReconnect() {
    rules = rules(Probes.config(1, 1, true, true), 0.5);
    tell(new Connected());
    ended(SICK);
    assertThat(effects).containsExactly(HealthEffect.RESTART);

    tell(new Disconnected());
    tell(new Connected());
    now = now.plusSeconds(59);
    ended(SICK);

    assertThat(effects).isEmpty();
    assertThat(word()).isEqualTo(HealthWord.UNHEALTHY);
  }
}
