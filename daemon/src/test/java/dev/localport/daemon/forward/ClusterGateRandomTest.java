package dev.localport.daemon.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.config.BreakerConfig;
import dev.localport.config.ReconnectConfig;
import dev.localport.daemon.actor.Step;
import dev.localport.daemon.forward.rules.ForwardEffect;
import dev.localport.daemon.forward.rules.ForwardEvent;
import dev.localport.daemon.forward.rules.ForwardRules;
import dev.localport.daemon.forward.rules.ForwardState;
import dev.localport.daemon.forward.rules.ForwardState.Connected;
import dev.localport.daemon.forward.rules.ForwardState.Stopped;
import dev.localport.daemon.forward.rules.ForwardState.Suspended;
import dev.localport.daemon.forward.rules.SuspendedReason;
import dev.localport.daemon.recovery.AttemptCount;
import dev.localport.daemon.recovery.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A forward and the word of its cluster's monitor, over a day in which the cluster goes and comes,
 * sessions are lost, the machine wakes and the user asks: what holds whatever happens in whatever
 * order.
 */
class ClusterGateRandomTest {
  private static final Instant BEGIN = Instant.parse("2026-11-22T12:00:00Z");
  private static final Duration DAY = Duration.ofHours(24);
  private static final Duration NOTICED = Duration.ofSeconds(15); // that the cluster is away
  private static final Duration BACK = Duration.ofSeconds(4); // until a probe is answered again
  private static final Duration HEALTHY = Duration.ofSeconds(5);

  private record Due(Instant at, Runnable what) {}

  private final PriorityQueue<Due> agenda = new PriorityQueue<>(Comparator.comparing(Due::at));
  private Random random = new Random(0);
  private ForwardRules rules = rules();
  private Instant now = BEGIN;
  private ForwardState state = new Stopped();
  private @Nullable Instant wakesAt;
  private boolean there = true; // the cluster
  private boolean away; // the monitor's word
  private Instant healthySince = BEGIN;
  private int attempt; // the number of the one under way
  private int attempts;
  private String what = "";

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 40);
  }

  private ForwardRules rules() {
    ReconnectConfig reconnect =
        new ReconnectConfig(true, 10, Duration.ofSeconds(1), Duration.ofSeconds(60), 2, 0.3);
    return new ForwardRules(
        new Backoff(reconnect, random::nextDouble), BreakerConfig.DEFAULT, false, true);
  }

  private void in(Duration time, Runnable then) {
    agenda.add(new Due(now.plus(time), then));
  }

  private Duration upTo(int millis) {
    return Duration.ofMillis(random.nextInt(millis) + 1L);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theMonitorsWordIsKeptAndNobodyIsLeftBehind(long seed) {
    random = new Random(seed);
    rules = rules();
    what = "seed " + seed;
    tell(new ForwardEvent.StartAsked());
    in(upTo(3_600_000), this::goes);
    in(upTo(600_000), this::somethingElse);
    while (now.isBefore(BEGIN.plus(DAY))) {
      Due next = agenda.remove();
      now = next.at();
      next.what().run();
      assertNobodyIsLeftBehind();
    }
    assertThat(attempts).as(what).isPositive();
  }

  private void goes() {
    there = false;
    if (state instanceof Connected) {
      in(upTo(15_000), this::lost);
    }
    in(upTo((int) NOTICED.toMillis()), this::notices);
    in(upTo(1_200_000), this::comes);
  }

  private void notices() {
    if (!there && !away) {
      away = true;
      boolean connected = state instanceof Connected;
      tell(new ForwardEvent.ClusterAway(failure(FailureKind.UNREACHABLE)));
      assertThat(state instanceof Connected).as(what).isEqualTo(connected);
    }
  }

  private void comes() {
    there = true;
    in(upTo((int) BACK.toMillis()), this::isBack);
    in(upTo(3_600_000), this::goes);
  }

  private void isBack() {
    if (there && away) {
      away = false;
      healthySince = now;
      in(upTo(300), () -> tell(new ForwardEvent.ClusterBack()));
    }
  }

  private void lost() {
    if (!there && state instanceof Connected) {
      tell(new ForwardEvent.SessionLost(failure(FailureKind.UNREACHABLE)));
    }
  }

  /** A wake, a pod that is Ready, a lost session, somebody's command. */
  private void somethingElse() {
    switch (random.nextInt(4)) {
      case 0 -> tell(new ForwardEvent.GoodSign());
      case 1 -> tell(new ForwardEvent.ReconnectAsked());
      case 2 -> tell(new ForwardEvent.ConnectionArrived());
      default -> {
        if (state instanceof Connected) {
          tell(new ForwardEvent.SessionLost(failure(FailureKind.SESSION)));
        }
      }
    }
    in(upTo(600_000), this::somethingElse);
  }

  private static Failure failure(FailureKind kind) {
    return new Failure(kind, "random");
  }

  private void tell(ForwardEvent event) {
    AttemptCount before = tries();
    Step<ForwardState, ForwardEffect> step = rules.next(state, event, now);
    state = step.state();
    if (step.effects().contains(ForwardEffect.ABANDON)) {
      attempt++;
    }
    if (step.effects().contains(ForwardEffect.DIAL)) {
      dial();
    }
    AttemptCount after = tries();
    if (away && before != null && after != null) {
      assertThat(after.attempt()).as(what + ", " + event).isLessThanOrEqualTo(before.attempt());
    }
    Instant wake = state.wakeAt();
    if (wake != null && !wake.equals(wakesAt)) {
      in(Duration.between(now, wake), () -> tell(new ForwardEvent.TimerFired()));
    }
    wakesAt = wake;
  }

  /** What the attempt's thread does first: it asks whether the cluster is away. */
  private void dial() {
    int number = ++attempt;
    if (away) {
      in(
          upTo(20),
          () -> outcome(number, new ForwardEvent.ClusterAway(failure(FailureKind.UNREACHABLE))));
      return;
    }
    attempts++;
    boolean serves = there && random.nextInt(5) > 0;
    FailureKind why = there ? FailureKind.SESSION : FailureKind.UNREACHABLE;
    in(
        upTo(2_000),
        () ->
            outcome(
                number,
                serves && there
                    ? new ForwardEvent.SessionUp()
                    : new ForwardEvent.AttemptFailed(failure(why))));
  }

  private void outcome(int number, ForwardEvent event) {
    if (number != attempt || state instanceof Connected) {
      return;
    }
    if (event instanceof ForwardEvent.ClusterAway && !away) {
      dial(); // it came back meanwhile, as ForwardOwner does it
    } else {
      tell(event);
    }
  }

  private @Nullable AttemptCount tries() {
    return switch (state) {
      case ForwardState.Reconnecting r -> r.tries();
      case Suspended s -> s.tries();
      default -> null;
    };
  }

  private void assertNobodyIsLeftBehind() {
    boolean waits = state instanceof Suspended s && s.reason() == SuspendedReason.CLUSTER_OFFLINE;
    boolean healthy = there && !away && !now.isBefore(healthySince.plus(HEALTHY));
    assertThat(waits && healthy).as("%s at %s: %s", what, now, state).isFalse();
  }
}
