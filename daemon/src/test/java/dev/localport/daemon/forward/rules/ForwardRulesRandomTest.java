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
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds whatever happens in whatever order. */
class ForwardRulesRandomTest {
  private static final int STEPS = 5_000;

  private Random random = new Random(0);
  private boolean joined;
  private boolean checked;
  private ForwardRules rules = rules();
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 60);
  }

  private ForwardRules rules() {
    int[] attempts = {0, 1, 3, 10};
    ReconnectConfig reconnect =
        new ReconnectConfig(
            random.nextInt(5) > 0,
            attempts[random.nextInt(attempts.length)],
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            2,
            0.3);
    BreakerConfig breaker = new BreakerConfig(random.nextInt(6), Duration.ofMinutes(5));
    return new ForwardRules(
        new Backoff(reconnect, random::nextDouble),
        breaker,
        random.nextBoolean(),
        random.nextInt(4) > 0);
  }

  private ForwardEvent event() {
    FailureKind[] kinds = FailureKind.values();
    Failure failure = new Failure(kinds[random.nextInt(kinds.length)], "random");
    return switch (random.nextInt(22)) {
      case 0 -> new ForwardEvent.StartAsked();
      case 1 ->
          random.nextInt(5) == 0 ? new ForwardEvent.StopAsked() : new ForwardEvent.StartAsked();
      case 2 -> new ForwardEvent.ReconnectAsked();
      case 3, 4 -> new ForwardEvent.SessionUp();
      case 5 -> new ForwardEvent.SessionLost(failure);
      case 6, 7, 8 -> new ForwardEvent.AttemptFailed(failure);
      case 9, 10 -> new ForwardEvent.TimerFired();
      case 11 -> new ForwardEvent.ClusterAway(failure);
      case 12 -> new ForwardEvent.ClusterBack();
      case 13 -> new ForwardEvent.GoodSign();
      case 14 -> new ForwardEvent.IdleTimeout();
      case 15 -> new ForwardEvent.TargetFound();
      case 16 -> new ForwardEvent.Unanswered();
      case 17 -> new ForwardEvent.Troubled();
      case 18 -> new ForwardEvent.SessionLate(failure);
      case 19 -> new ForwardEvent.SessionRecovered();
      case 20 -> new ForwardEvent.AutoOff(failure);
      default -> new ForwardEvent.ConnectionArrived();
    };
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyStepKeepsThePromises(long seed) {
    random = new Random(seed);
    rules = rules();
    ForwardState state = new Stopped();
    boolean underWay = false;
    for (int i = 0; i < STEPS; i++) {
      now = now.plusMillis(random.nextInt(20_000));
      ForwardEvent event = event();
      Step<ForwardState, ForwardEffect> step = rules.next(state, event, now);
      String what = "seed %d, step %d: %s; %s -> %s".formatted(seed, i, state, event, step);
      underWay = isUnderWay(underWay, event, step);

      assertThat(attempt(step.state())).as(what).isLessThanOrEqualTo(mostAttempts());
      assertSuspendedSpendsNothing(state, step.state(), what);
      assertDialsOnlyWhereAnAttemptBelongs(step, what);
      assertClusterAwayLeavesConnectionsAlone(state, event, step, what);
      assertNothingWaitsForEver(step.state(), underWay, what);
      assertTiesFollow(step, what);
      state = step.state();
    }
  }

  /**
   * The health check knows of every connection, and a forward that works has joined its cluster.
   */
  private void assertTiesFollow(Step<ForwardState, ForwardEffect> step, String what) {
    for (ForwardEffect effect : step.effects()) {
      switch (effect) {
        case JOIN_CLUSTER -> joined = true;
        case LEAVE_CLUSTER -> joined = false;
        case HEALTH_CONNECTED -> checked = true;
        case HEALTH_DISCONNECTED -> checked = false;
        default -> {}
      }
    }
    assertThat(joined).as(what).isEqualTo(!(step.state() instanceof Stopped));
    assertThat(checked).as(what).isEqualTo(step.state() instanceof Connected);
  }

  /** An attempt runs from DIAL until its outcome, or until something else has to be done. */
  private static boolean isUnderWay(
      boolean before, ForwardEvent event, Step<ForwardState, ForwardEffect> step) {
    boolean over =
        event instanceof ForwardEvent.AttemptFailed || event instanceof ForwardEvent.SessionUp;
    boolean ended =
        over
            || step.effects().contains(ForwardEffect.ABANDON)
            || step.effects().contains(ForwardEffect.CLOSE_SESSIONS);
    return step.effects().contains(ForwardEffect.DIAL) || (before && !ended);
  }

  private int mostAttempts() {
    int most = rules.backoff().config().maxAttempts();
    return most == 0 ? Integer.MAX_VALUE : most;
  }

  private static int attempt(ForwardState state) {
    AttemptCount tries = tries(state);
    return tries == null ? 0 : tries.attempt();
  }

  private static @Nullable AttemptCount tries(ForwardState state) {
    return switch (state) {
      case Connecting c -> c.tries();
      case Connected c -> c.before();
      case Reconnecting r -> r.tries();
      case Suspended s -> s.tries();
      case Stopped _, Idle _, Disconnected _, Failed _ -> null;
    };
  }

  private static void assertSuspendedSpendsNothing(
      ForwardState before, ForwardState after, String what) {
    if (before instanceof Suspended s && !(after instanceof Failed)) {
      assertThat(attempt(after)).as(what).isLessThanOrEqualTo(Math.max(1, s.tries().attempt()));
    }
    if (before instanceof Suspended) {
      assertThat(after).as(what).isNotInstanceOf(Failed.class);
    }
  }

  private static void assertDialsOnlyWhereAnAttemptBelongs(
      Step<ForwardState, ForwardEffect> step, String what) {
    if (step.effects().contains(ForwardEffect.DIAL)) {
      boolean belongs =
          switch (step.state()) {
            case Connecting _ -> true;
            case Reconnecting r -> r.nextRetryAt() == null;
            case Suspended s -> s.lookAgainAt() == null;
            case Stopped _, Connected _, Idle _, Disconnected _, Failed _ -> false;
          };
      assertThat(belongs).as(what).isTrue();
    }
  }

  private static void assertClusterAwayLeavesConnectionsAlone(
      ForwardState before,
      ForwardEvent event,
      Step<ForwardState, ForwardEffect> step,
      String what) {
    if (event instanceof ForwardEvent.ClusterAway && before instanceof Connected) {
      assertThat(step).as(what).isEqualTo(Step.to(before, ForwardEffect.HEALTH_CLUSTER_AWAY));
    }
  }

  private static void assertNothingWaitsForEver(ForwardState state, boolean underWay, String what) {
    boolean waitsForSomething =
        switch (state) {
          case Stopped _, Connected _, Idle _, Disconnected _, Failed _ -> true;
          case Suspended s ->
              s.reason() == SuspendedReason.CLUSTER_OFFLINE || s.lookAgainAt() != null || underWay;
          case Connecting _ -> underWay;
          case Reconnecting r -> r.nextRetryAt() != null || underWay;
        };
    assertThat(waitsForSomething).as(what).isTrue();
  }
}
