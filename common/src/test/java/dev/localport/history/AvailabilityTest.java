package dev.localport.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
  private static final long SLOT = Duration.ofMinutes(5).toMillis();
  private static final long DAY = Duration.ofHours(24).toMillis();

  private final Availability availability = new Availability();
  private Instant now = Instant.parse("2026-01-31T08:00:00Z");

  private void is(boolean up, Duration howLong) {
    Instant from = now;
    now = now.plus(howLong);
    availability.add(new Span(up, from, now));
  }

  private void isStopped(Duration howLong) {
    now = now.plus(howLong);
  }

  private @Nullable Double share() {
    return availability.share(now, null);
  }

  @Test
  void aServiceThatWasNeverWantedHasNone() {
    isStopped(Duration.ofHours(1));

    assertThat(share()).isNull();
  }

  @Test
  void lessThanAnHourOfWantedTimeSaysNothing() {
    is(true, Duration.ofMinutes(30));
    isStopped(Duration.ofHours(3));
    is(false, Duration.ofMinutes(30).minusMillis(1));
    assertThat(share()).isNull();

    is(true, Duration.ofMillis(1));

    assertThat(share()).isCloseTo(0.5, within(1e-6));
  }

  @Test
  void whatGoesOnCounts() {
    is(true, Duration.ofMinutes(30));

    assertThat(
            availability.share(now.plusSeconds(1800), new Span(false, now, now.plusSeconds(1800))))
        .isEqualTo(0.5);
    assertThat(share()).isNull();
  }

  @Test
  void theTimeInWhichItWasStoppedCountsNeitherWay() {
    is(true, Duration.ofHours(3));
    isStopped(Duration.ofHours(5));
    is(false, Duration.ofHours(1));

    assertThat(share()).isEqualTo(0.75);
  }

  @Test
  void whatIsOlderThanADayIsForgotten() {
    is(false, Duration.ofHours(10));
    is(true, Duration.ofHours(24).plusMinutes(5));
    assertThat(share()).isEqualTo(1.0);

    is(false, Duration.ofDays(400));

    assertThat(share()).isZero();
  }

  @Test
  void aServiceThatWasStoppedForADayHasNoneAnyMore() {
    is(true, Duration.ofHours(10));

    isStopped(Duration.ofHours(25));

    assertThat(share()).isNull();
  }

  @Test
  void aClockThatIsSetBackNeverMakesMoreThanAll() {
    is(true, Duration.ofHours(2));
    now = now.minus(Duration.ofHours(1));
    is(false, Duration.ofHours(1));
    assertThat(share()).isBetween(0.0, 1.0);
    now = now.minus(Duration.ofDays(3));

    is(true, Duration.ofDays(5));

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
      int kind = random.nextInt(3);
      Duration length =
          Duration.ofMillis(random.nextLong(random.nextInt(50) == 0 ? 2 * DAY : 3 * SLOT));
      if (kind == 0) {
        isStopped(length);
      } else {
        is(kind == 1, length);
      }
      all.add(new Stretch(from, now.toEpochMilli(), kind > 0, kind == 1));
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
    return wanted < Availability.LEAST.toMillis() ? null : (double) up / wanted;
  }

  private static void assertSame(@Nullable Double expected, @Nullable Double share, long seed) {
    if (expected == null || share == null) {
      assertThat(share).as("seed %d", seed).isEqualTo(expected);
    } else {
      assertThat(share).as("seed %d", seed).isCloseTo(expected, within(1e-12));
    }
  }
}
