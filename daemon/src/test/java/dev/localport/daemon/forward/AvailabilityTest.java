package dev.localport.daemon.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.daemon.forward.rules.ForwardState;
import dev.localport.daemon.forward.rules.ForwardState.Connected;
import dev.localport.daemon.forward.rules.ForwardState.Connecting;
import dev.localport.daemon.forward.rules.ForwardState.Disconnected;
import dev.localport.daemon.forward.rules.ForwardState.Failed;
import dev.localport.daemon.forward.rules.ForwardState.Idle;
import dev.localport.daemon.forward.rules.ForwardState.Reconnecting;
import dev.localport.daemon.forward.rules.ForwardState.Stopped;
import dev.localport.daemon.forward.rules.ForwardState.Suspended;
import dev.localport.daemon.forward.rules.SuspendedReason;
import dev.localport.daemon.recovery.AttemptCount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvailabilityTest {
  private static final Failure WHY = new Failure(FailureKind.SESSION, "lost");
  private static final long SLOT = Duration.ofMinutes(5).toMillis();
  private static final long DAY = Duration.ofHours(24).toMillis();

  private final Availability availability = new Availability();
  private Instant now = Instant.parse("2026-01-31T08:00:00Z");

  private void is(ForwardState state, Duration howLong) {
    availability.note(state, now);
    now = now.plus(howLong);
  }

  private @Nullable Double share() {
    return availability.share(now);
  }

  private Connected connected() {
    return new Connected(now, AttemptCount.NONE);
  }

  @Test
  void whoWasNeverWantedHasNone() {
    assertThat(share()).isNull();

    is(new Stopped(), Duration.ofHours(1));

    assertThat(share()).isNull();
  }

  @Test
  void daysThatTheClockWasSetBackForAreNotCounted() {
    is(connected(), Duration.ofHours(1));
    assertThat(share()).isEqualTo(1);
    now = now.minus(Duration.ofDays(3));

    is(new Connecting(AttemptCount.NONE, true), Duration.ofHours(1));

    assertThat(share()).isEqualTo(1);
  }

  @Test
  void connectedAndIdleAreUpAndAllElseThatIsWantedIsNot() {
    is(new Connecting(AttemptCount.NONE, true), Duration.ofMinutes(1));
    assertThat(share()).isZero();
    is(connected(), Duration.ofMinutes(3));
    is(new Idle(), Duration.ofMinutes(2));
    is(new Disconnected(WHY), Duration.ofMinutes(1));
    is(new Reconnecting(AttemptCount.NONE, null, WHY), Duration.ofMinutes(1));
    is(
        new Suspended(SuspendedReason.NO_READY_POD, WHY, null, 0, AttemptCount.NONE),
        Duration.ofMinutes(1));
    is(new Failed(WHY, now), Duration.ofMinutes(1));

    assertThat(share()).isEqualTo(0.5);
  }

  @Test
  void theTimeInWhichItWasStoppedCountsNeitherWay() {
    is(connected(), Duration.ofHours(3));
    is(new Stopped(), Duration.ofHours(5));
    is(new Connecting(AttemptCount.NONE, true), Duration.ofHours(1));

    assertThat(share()).isEqualTo(0.75);
  }

  @Test
  void whatIsOlderThanADayIsForgotten() {
    is(new Failed(WHY, now), Duration.ofHours(10));
    is(connected(), Duration.ofHours(24).plusMinutes(5));
    assertThat(share()).isEqualTo(1.0);

    is(new Failed(WHY, now), Duration.ofDays(400));

    assertThat(share()).isZero();
  }

  @Test
  void aClockThatIsSetBackNeverMakesMoreThanAll() {
    is(connected(), Duration.ofHours(2));
    is(connected(), Duration.ofHours(-1));
    is(new Failed(WHY, now), Duration.ofHours(1));
    is(connected(), Duration.ofDays(-3));
    assertThat(share()).isBetween(0.0, 1.0);

    is(connected(), Duration.ofDays(5));

    assertThat(share()).isEqualTo(1.0);
  }

  /** One stretch of time, in milliseconds since the epoch. */
  private record Stretch(long from, long until, boolean wanted, boolean up) {
    long since(long start) {
      return Math.max(0, until - Math.max(from, start));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void randomDaysAreCountedAsEachStretchOfThemWouldBe(long seed) {
    Random random = new Random(seed);
    List<Stretch> all = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      long from = now.toEpochMilli();
      int kind = random.nextInt(4);
      is(
          switch (kind) {
            case 0 -> new Stopped();
            case 1 -> new Reconnecting(AttemptCount.NONE, null, WHY);
            case 2 -> new Idle();
            default -> connected();
          },
          Duration.ofMillis(random.nextLong(random.nextInt(50) == 0 ? 2 * DAY : 3 * SLOT)));
      all.add(new Stretch(from, now.toEpochMilli(), kind > 0, kind > 1));
      if (random.nextInt(10) == 0) {
        assertSame(expected(all), share(), seed);
      }
    }
  }

  /** What was in the newest 24 hours, from the bound of five minutes before on. */
  private @Nullable Double expected(List<Stretch> all) {
    long start = (Math.floorDiv(now.toEpochMilli(), SLOT) - DAY / SLOT) * SLOT;
    long wanted =
        all.stream().filter(Stretch::wanted).mapToLong(stretch -> stretch.since(start)).sum();
    long up = all.stream().filter(Stretch::up).mapToLong(stretch -> stretch.since(start)).sum();
    return wanted == 0 ? null : (double) up / wanted;
  }

  private static void assertSame(@Nullable Double expected, @Nullable Double share, long seed) {
    if (expected == null || share == null) {
      assertThat(share).as("seed %d", seed).isEqualTo(expected);
    } else {
      assertThat(share).as("seed %d", seed).isCloseTo(expected, within(1e-12));
    }
  }
}
