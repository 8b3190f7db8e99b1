package dev.localport.daemon.forward.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.config.BreakerConfig;
import dev.localport.config.ReconnectConfig;
import dev.localport.daemon.actor.Step;
import dev.localport.daemon.forward.rules.ForwardState.Connected;
import dev.localport.daemon.forward.rules.ForwardState.Connecting;
import dev.localport.daemon.forward.rules.ForwardState.Disconnected;
import dev.localport.daemon.forward.rules.ForwardState.Failed;
import dev.localport.daemon.forward.rules.ForwardState.Idle;
import dev.localport.daemon.forward.rules.ForwardState.Reconnecting;
import dev.localport.daemon.forward.rules.ForwardState.Stopped;
import dev.localport.daemon.forward.rules.ForwardState.Suspended;
import dev.localport.daemon.recovery.AttemptCount;
import dev.localport.daemon.recovery.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the table of {@link ForwardRulesTableTest} cannot show: numbers, settings, histories.
 *
 * <p>Over 300 lines, since each history is told in full beside the table that it completes.
 */
class ForwardRulesTest {
  private static final Set<ForwardEffect> OWN =
      EnumSet.range(ForwardEffect.BIND, ForwardEffect.CLOSE_SESSIONS);

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Failure LOST = new Failure(FailureKind.SESSION, "lost");
  private static final ForwardEvent START = new ForwardEvent.StartAsked();
  private static final ForwardEvent UP = new ForwardEvent.SessionUp();
  private static final ForwardEvent GOOD_SIGN = new ForwardEvent.GoodSign();
  private static final ForwardEvent CONNECTION = new ForwardEvent.ConnectionArrived();

  private ForwardRules rules = rules(ReconnectConfig.DEFAULT, BreakerConfig.DEFAULT);
  private ForwardState state = new Stopped();
  private Instant now = NOW;
  private List<ForwardEffect> effects = List.of();

  private static ForwardRules rules(ReconnectConfig reconnect, BreakerConfig breaker) {
    return new ForwardRules(new Backoff(reconnect, () -> 0.5), breaker, false, true);
  }

  private static ForwardRules rulesWithoutBreaker(int maxAttempts) {
    return rules(
        new ReconnectConfig(
            true, maxAttempts, Duration.ofSeconds(1), Duration.ofSeconds(60), 2, 0.3),
        new BreakerConfig(0, Duration.ofMinutes(5)));
  }

  private void tell(ForwardEvent event) {
    Step<ForwardState, ForwardEffect> step = rules.next(state, event, now);
    state = step.state();
    effects = own(step);
  }

  /** Returns what a step does to ports and sessions; of the ties to others the table tells. */
  private static List<ForwardEffect> own(Step<ForwardState, ForwardEffect> step) {
    return step.effects().stream().filter(OWN::contains).toList();
  }

  private void fail(FailureKind kind) {
    tell(new ForwardEvent.AttemptFailed(new Failure(kind, kind.word())));
  }

  private void passTime() {
    Instant wake = state.wakeAt();
    assertThat(wake).as("when %s is told of the time", state).isNotNull();
    now = wake;
    tell(new ForwardEvent.TimerFired());
  }

  private SuspendedReason reason() {
    assertThat(state).isInstanceOf(Suspended.class);
    return ((Suspended) state).reason();
  }

  @ParameterizedTest(name = "max_attempts {0}: after the start and {0} attempts more")
  @CsvSource({"1", "2", "10"})
  void endsInFailedWhenAllAttemptsAreSpent(int most) {
    rules = rulesWithoutBreaker(most);
    tell(START);
    for (int attempt = 1; attempt <= most; attempt++) {
      fail(FailureKind.SESSION);
      assertThat(state).isInstanceOf(Reconnecting.class);
      assertThat(((Reconnecting) state).tries().attempt()).isEqualTo(attempt);
      passTime();
      assertThat(effects).containsExactly(ForwardEffect.DIAL);
    }

    fail(FailureKind.SESSION);

    assertThat(state).isEqualTo(new Failed(new Failure(FailureKind.SESSION, "session"), now));
    assertThat(state.wakeAt()).isNull();
  }

  @Test
  void triesForEverWhenAttemptsAreUnlimited() {
    rules = rulesWithoutBreaker(0);
    tell(START);
    for (int attempt = 1; attempt <= 1000; attempt++) {
      fail(FailureKind.SESSION);
      passTime();
    }

    assertThat(state).isInstanceOf(Reconnecting.class);
    assertThat(((Reconnecting) state).tries().attempt()).isEqualTo(1000);
  }

  @Test
  void waitsLongerWithEveryFailureInARow() {
    rules = rulesWithoutBreaker(0);
    List<Long> waits = new ArrayList<>();
    tell(START);
    for (int i = 0; i < 8; i++) {
      fail(FailureKind.SESSION);
      waits.add(Duration.between(now, ((Reconnecting) state).nextRetryAt()).toSeconds());
      passTime();
    }

    assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
  }

  @Test
  void opensTheBreakerAfterFiveFailuresOnAHealthyClusterAndThenTriesOnce() {
    tell(START);
    for (int i = 0; i < 4; i++) {
      fail(FailureKind.SESSION);
      passTime();
    }
    fail(FailureKind.SESSION);

    assertThat(reason()).isEqualTo(SuspendedReason.CIRCUIT_OPEN);
    assertThat(state.wakeAt()).isEqualTo(now.plus(Duration.ofMinutes(5)));

    passTime();
    assertThat(effects).containsExactly(ForwardEffect.DIAL);

    fail(FailureKind.SESSION);
    assertThat(reason()).isEqualTo(SuspendedReason.CIRCUIT_OPEN);
    assertThat(state.wakeAt()).isEqualTo(now.plus(Duration.ofMinutes(5)));
  }

  @Test
  void aHalfOpenBreakerClosesWithAConnectionThatLives() {
    state = new Suspended(SuspendedReason.CIRCUIT_OPEN, LOST, NOW, 0, new AttemptCount(5, 5));
    passTime();
    tell(UP);
    now = now.plus(ForwardRules.GOOD_LIFE);

    tell(new ForwardEvent.SessionLost(LOST));

    assertThat(state).isEqualTo(new Reconnecting(new AttemptCount(1, 1), now.plusSeconds(1), LOST));
  }

  @Test
  void aHalfOpenBreakerOpensAgainWhenTheConnectionDiesYoung() {
    state = new Suspended(SuspendedReason.CIRCUIT_OPEN, LOST, NOW, 0, new AttemptCount(5, 5));
    passTime();
    tell(UP);
    now = now.plus(ForwardRules.GOOD_LIFE).minusMillis(1);

    tell(new ForwardEvent.SessionLost(LOST));

    assertThat(reason()).isEqualTo(SuspendedReason.CIRCUIT_OPEN);
  }

  @Test
  void aClusterThatDoesNotAnswerNeverOpensTheBreaker() {
    tell(START);
    for (int i = 0; i < 10; i++) {
      fail(FailureKind.UNREACHABLE);
      assertThat(state).isInstanceOf(Reconnecting.class);
      passTime();
    }
  }

  @Test
  void aGoodSignLeavesTheBreakerHalfOpen() {
    state =
        new Suspended(
            SuspendedReason.CIRCUIT_OPEN, LOST, NOW.plusSeconds(99), 0, new AttemptCount(5, 5));
    tell(GOOD_SIGN);
    fail(FailureKind.SESSION);

    assertThat(reason()).isEqualTo(SuspendedReason.CIRCUIT_OPEN);
  }

  @Test
  void anAttemptAfterAGoodSignIsNotCounted() {
    rules = rulesWithoutBreaker(10);
    state = new Reconnecting(new AttemptCount(7, 0), NOW.plusSeconds(60), LOST);
    tell(GOOD_SIGN);
    fail(FailureKind.SESSION);

    assertThat(((Reconnecting) state).tries().attempt()).isEqualTo(7);
  }

  @Test
  void aFailedForwardTriesOncePerTenSecondsWhenSomebodyConnects() {
    rules = rulesWithoutBreaker(10);
    state = new Failed(LOST, NOW);
    now = NOW.plus(ForwardRules.FAILED_PAUSE).minusMillis(1);
    tell(CONNECTION);
    assertThat(state).isEqualTo(new Failed(LOST, NOW));

    now = NOW.plus(ForwardRules.FAILED_PAUSE);
    tell(CONNECTION);
    assertThat(effects).containsExactly(ForwardEffect.DIAL);

    fail(FailureKind.SESSION);
    assertThat(state).isEqualTo(new Failed(new Failure(FailureKind.SESSION, "session"), now));
  }

  @Test
  void aFailedForwardGetsOneAttemptOutOfAGoodSign() {
    rules = rulesWithoutBreaker(10);
    state = new Failed(LOST, NOW);
    tell(GOOD_SIGN);
    fail(FailureKind.SESSION);
    assertThat(((Reconnecting) state).tries().attempt()).isEqualTo(10);

    passTime();
    fail(FailureKind.SESSION);
    assertThat(state).isInstanceOf(Failed.class);
  }

  @Test
  void withoutAutoALossEndsInDisconnectedUntilSomebodyConnects() {
    rules =
        rules(
            new ReconnectConfig(false, 10, Duration.ofSeconds(1), Duration.ofSeconds(60), 2, 0.3),
            BreakerConfig.DEFAULT);
    state = new Connected(NOW, AttemptCount.NONE);
    tell(new ForwardEvent.SessionLost(LOST));
    assertThat(state).isEqualTo(new Disconnected(LOST));
    assertThat(effects).isEmpty();

    tell(CONNECTION);
    assertThat(state).isEqualTo(new Connecting(AttemptCount.NONE, true));

    fail(FailureKind.SESSION);
    assertThat(state).isInstanceOf(Disconnected.class);
  }

  @Test
  void aLazyStartBindsAndWaitsForTheFirstConnection() {
    rules =
        new ForwardRules(
            new Backoff(ReconnectConfig.DEFAULT, () -> 0.5), BreakerConfig.DEFAULT, true, true);
    tell(START);
    assertThat(state).isEqualTo(new Idle());
    assertThat(effects).containsExactly(ForwardEffect.BIND);

    tell(CONNECTION);
    assertThat(state).isEqualTo(new Connecting(AttemptCount.NONE, true));
    assertThat(effects).containsExactly(ForwardEffect.DIAL);
  }

  @Test
  void aLazyStartWhosePortIsTakenLooksAgain() {
    state = new Idle();
    fail(FailureKind.PORT_TAKEN);

    assertThat(reason()).isEqualTo(SuspendedReason.PORT_TAKEN);
    assertThat(state.wakeAt()).isEqualTo(NOW.plusSeconds(10));
  }

  @Test
  void withoutClusterAwareTheMonitorIsNotHeard() {
    rules =
        new ForwardRules(
            new Backoff(ReconnectConfig.DEFAULT, () -> 0.5), BreakerConfig.DEFAULT, false, false);
    for (ForwardState before :
        List.of(
            new Connecting(AttemptCount.NONE, true),
            new Reconnecting(new AttemptCount(1, 1), NOW, LOST),
            new Suspended(SuspendedReason.CLUSTER_OFFLINE, LOST, null, 0, AttemptCount.NONE))) {
      for (ForwardEvent event :
          List.of(new ForwardEvent.ClusterAway(LOST), new ForwardEvent.ClusterBack())) {
        Step<ForwardState, ForwardEffect> step = rules.next(before, event, NOW);
        assertThat(step.state()).isEqualTo(before);
        assertThat(own(step)).isEmpty();
      }
    }
  }

  @ParameterizedTest(name = "{0} suspends as {1} and is looked at again after {2} s")
  @CsvSource({
    "KUBECONFIG, CREDENTIALS, 30",
    "CONTEXT_MISSING, TARGET_MISSING, 30",
    "CERTIFICATE, CREDENTIALS, 30",
    "CREDENTIALS, CREDENTIALS, 30",
    "FORBIDDEN, FORBIDDEN, 60",
    "TARGET_MISSING, TARGET_MISSING, 30",
    "NO_READY_POD, NO_READY_POD, 10",
    "PORT_TAKEN, PORT_TAKEN, 10",
    "PORT_DENIED, PORT_DENIED, 60"
  })
  void aFailureWithANameIsWaitedOut(FailureKind kind, SuspendedReason expected, long seconds) {
    state = new Connecting(new AttemptCount(3, 3), true);
    fail(kind);

    Failure cause = new Failure(kind, kind.word());
    assertThat(state)
        .isEqualTo(
            new Suspended(expected, cause, NOW.plusSeconds(seconds), 1, new AttemptCount(3, 3)));
    assertThat(effects).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureKind.class,
      names = {"UNREACHABLE", "SESSION"})
  void aFailureWithoutANameIsTriedAgain(FailureKind kind) {
    state = new Connecting(AttemptCount.NONE, true);
    fail(kind);

    assertThat(state).isInstanceOf(Reconnecting.class);
  }

  @Test
  void looksForCredentialsLessAndLessOftenUpToTenMinutes() {
    tell(START);
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      fail(FailureKind.CREDENTIALS);
      waits.add(Duration.between(now, state.wakeAt()).toSeconds());
      passTime();
    }

    assertThat(waits).containsExactly(30L, 60L, 120L, 240L, 480L, 600L, 600L);
    assertThat(SuspendedReason.CREDENTIALS.lookAgainAfter(Integer.MAX_VALUE))
        .isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void anotherReasonIsLookedAtFromTheBeginning() {
    tell(START);
    for (int i = 0; i < 6; i++) {
      fail(FailureKind.NO_READY_POD);
      passTime();
    }
    fail(FailureKind.CREDENTIALS);

    assertThat(state.wakeAt()).isEqualTo(now.plusSeconds(30));
  }

  @Test
  void aSuspendedForwardSpendsNoAttempt() {
    state = new Suspended(SuspendedReason.NO_READY_POD, LOST, null, 3, new AttemptCount(4, 2));
    fail(FailureKind.SESSION);

    assertThat(state)
        .isEqualTo(
            new Reconnecting(
                new AttemptCount(4, 3),
                NOW.plusSeconds(8),
                new Failure(FailureKind.SESSION, "session")));
  }

  @Test
  void theClustersAbsenceSpendsNoAttempt() {
    state = new Reconnecting(new AttemptCount(4, 2), NOW.plusSeconds(9), LOST);
    tell(new ForwardEvent.ClusterAway(LOST));
    assertThat(effects).containsExactly(ForwardEffect.ABANDON);

    tell(new ForwardEvent.ClusterBack());

    assertThat(state).isEqualTo(new Connecting(new AttemptCount(4, 2), false));
    assertThat(effects).containsExactly(ForwardEffect.DIAL);
  }
}
