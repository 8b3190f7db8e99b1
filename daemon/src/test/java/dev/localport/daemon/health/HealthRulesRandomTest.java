package dev.localport.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.daemon.actor.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds whatever happens in whatever order. */
class HealthRulesRandomTest {
  private static final int STEPS = 3_000;

  private Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private boolean running;
  private @Nullable Instant restarted;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 60);
  }

  private static HealthEvent event(Random random) {
    return switch (random.nextInt(11)) {
      case 0 -> new HealthEvent.Connected();
      case 1 -> new HealthEvent.Disconnected();
      case 2 -> new HealthEvent.ClusterAway();
      case 3 -> new HealthEvent.ClusterBack();
      case 4 -> new HealthEvent.ClusterTrouble();
      case 5, 6, 7 -> new HealthEvent.TimerFired();
      case 8 -> new HealthEvent.Checked(new CheckOutcome.Well(), random.nextBoolean());
      case 9 -> new HealthEvent.Checked(new CheckOutcome.NotMade("no way"), random.nextBoolean());
      default -> new HealthEvent.Checked(new CheckOutcome.Failed("sick"), random.nextBoolean());
    };
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatHoldsAlways(long seed) {
    Random random = new Random(seed);
    boolean restart = random.nextBoolean();
    HealthRules rules =
        new HealthRules(
            Probes.config(
                1 + random.nextInt(4), 1 + random.nextInt(3), random.nextBoolean(), restart),
            random::nextDouble);
    HealthState state = HealthState.START;

    for (int i = 0; i < STEPS; i++) {
      now = now.plusMillis(random.nextInt(20_000));
      HealthEvent event = event(random);
      Step<HealthState, HealthEffect> step = rules.next(state, event, now);

      follow(step, "seed %d, step %d: %s in %s".formatted(seed, i, event, state));
      if (step.effects().contains(HealthEffect.RESTART)) {
        assertThat(restart).isTrue();
      }
      state = step.state();
    }
  }

  private void follow(Step<HealthState, HealthEffect> step, String what) {
    HealthState is = step.state();
    if (step.effects().contains(HealthEffect.CHECK)) {
      assertThat(running).as("one check at a time: %s", what).isFalse();
    }
    if (step.effects().contains(HealthEffect.CANCEL)) {
      assertThat(running).as("only what runs is given up: %s", what).isTrue();
    }
    running = is.running();
    if (!is.isWatched()) {
      assertThat(running).as("nothing is checked without a way: %s", what).isFalse();
      assertThat(is.view().word()).as(what).isEqualTo(HealthWord.UNKNOWN);
    } else {
      assertThat(running != (is.nextCheck() != null))
          .as("either a check runs or one is due: %s", what)
          .isTrue();
    }
    if (is.view().word() == HealthWord.HEALTHY && is.view().failures() == 0) {
      assertThat(is.view().failure()).as(what).isNull();
    }
    if (step.effects().contains(HealthEffect.RESTART)) {
      assertThat(is.view().word()).as(what).isEqualTo(HealthWord.UNHEALTHY);
      assertThat(restarted == null || !now.isBefore(restarted.plus(Duration.ofMinutes(1))))
          .as("not more often: %s", what)
          .isTrue();
      restarted = now;
    }
  }
}
