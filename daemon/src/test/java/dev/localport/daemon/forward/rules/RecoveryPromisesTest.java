package dev.localport.daemon.forward.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.config.BreakerConfig;
import dev.localport.config.ReconnectConfig;
import dev.localport.daemon.actor.Step;
import dev.localport.daemon.forward.rules.ForwardState.Connected;
import dev.localport.daemon.recovery.AttemptCount;
import dev.localport.daemon.recovery.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * The backoff alone, without a monitor that says when the cluster is back: a service is connected
 * within three attempts and 90 s of the return. The monitor and other services make it sooner.
 */
class RecoveryPromisesTest {
  private static final Failure LOST = new Failure(FailureKind.SESSION, "closed");
  private static final Failure REFUSED = new Failure(FailureKind.UNREACHABLE, "refused");
  private static final Instant LOST_AT = Instant.parse("2026-11-30T12:00:00Z");

  /** While it lasts, the ten attempts are not used up. */
  private static final int LONGEST_OUTAGE_MILLIS = 200_000;

  private record Recovery(int attempts, Duration after) {}

  private static Recovery recover(long seed) {
    Random random = new Random(seed);
    ForwardRules rules =
        new ForwardRules(
            new Backoff(ReconnectConfig.DEFAULT, random::nextDouble),
            BreakerConfig.DEFAULT,
            false,
            true);
    Instant back = LOST_AT.plusMillis(random.nextInt(LONGEST_OUTAGE_MILLIS));
    Instant now = LOST_AT;
    ForwardState state = new Connected(LOST_AT.minusSeconds(60), AttemptCount.NONE);
    state = rules.next(state, new ForwardEvent.SessionLost(LOST), now).state();
    int attempts = 0;
    while (!(state instanceof Connected)) {
      now = Objects.requireNonNull(state.wakeAt(), state.toString());
      Step<ForwardState, ForwardEffect> step =
          rules.next(state, new ForwardEvent.TimerFired(), now);
      assertThat(step.effects()).contains(ForwardEffect.DIAL);
      boolean isBack = !now.isBefore(back);
      attempts += isBack ? 1 : 0;
      ForwardEvent outcome =
          isBack ? new ForwardEvent.SessionUp() : new ForwardEvent.AttemptFailed(REFUSED);
      state = rules.next(step.state(), outcome, now).state();
    }
    return new Recovery(attempts, Duration.between(back, now));
  }

  @Test
  void aServiceIsConnectedWithinThreeAttemptsAndNinetySecondsOfTheReturn() {
    List<Recovery> all =
        LongStream.range(0, 10_000).mapToObj(RecoveryPromisesTest::recover).toList();

    int attempts = all.stream().mapToInt(Recovery::attempts).max().orElseThrow();
    Duration longest = all.stream().map(Recovery::after).max(Duration::compareTo).orElseThrow();
    System.out.printf(
        "10,000 outages of up to %d s: after the return at most %d attempt and %.1f s%n",
        LONGEST_OUTAGE_MILLIS / 1000, attempts, longest.toMillis() / 1e3);
    assertThat(attempts).isLessThanOrEqualTo(3);
    assertThat(longest).isLessThanOrEqualTo(Duration.ofSeconds(90));
  }
}
