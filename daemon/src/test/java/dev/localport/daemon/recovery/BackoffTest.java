package dev.localport.daemon.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.config.ReconnectConfig;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private static final double MIDDLE = 0.5;
  private static final double ALMOST_ONE = Math.nextDown(1.0);

  @ParameterizedTest(name = "waits {1} ms before attempt {0}, without jitter")
  @CsvSource({
    "1, 1000",
    "2, 2000",
    "3, 4000",
    "6, 32000",
    "7, 60000",
    "8, 60000",
    "10000, 60000",
    "2147483647, 60000"
  })
  void doublesUpToTheLongestWait(int attempt, long millis) {
    Backoff backoff = new Backoff(ReconnectConfig.DEFAULT, () -> MIDDLE);

    assertThat(backoff.before(attempt)).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void addsAndTakesAwayAtMostTheShareOfJitter() {
    assertThat(new Backoff(ReconnectConfig.DEFAULT, () -> 0).before(3))
        .isEqualTo(Duration.ofMillis(2800));
    assertThat(new Backoff(ReconnectConfig.DEFAULT, () -> ALMOST_ONE).before(3))
        .isEqualTo(Duration.ofMillis(5199));
  }

  @Test
  void jitterIsAppliedAfterTheCapSoThatForwardsDoNotTryInStep() {
    for (int attempt : new int[] {7, 8, 100}) {
      assertThat(new Backoff(ReconnectConfig.DEFAULT, () -> 0).before(attempt))
          .isEqualTo(Duration.ofSeconds(42));
      assertThat(new Backoff(ReconnectConfig.DEFAULT, () -> ALMOST_ONE).before(attempt))
          .isBetween(Duration.ofMillis(77_999), Duration.ofSeconds(78));
    }
  }

  @Test
  void wholeJitterLiesBetweenNothingAndTwiceTheWait() {
    ReconnectConfig config =
        new ReconnectConfig(true, 0, Duration.ofSeconds(1), Duration.ofSeconds(60), 1, 1);

    assertThat(new Backoff(config, () -> 0).before(9)).isEqualTo(Duration.ZERO);
    assertThat(new Backoff(config, () -> ALMOST_ONE).before(9))
        .isBetween(Duration.ofMillis(1999), Duration.ofSeconds(2));
  }

  @Test
  void everyWaitLiesWithinItsBounds() {
    for (long seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      Backoff backoff = new Backoff(ReconnectConfig.DEFAULT, random::nextDouble);
      for (int attempt = 1; attempt <= 100; attempt++) {
        double middle = Math.min(60_000, 1000 * Math.pow(2, attempt - 1));
        assertThat(backoff.before(attempt).toMillis())
            .as("seed %d, attempt %d", seed, attempt)
            .isBetween((long) (middle * 0.7), (long) (middle * 1.3));
      }
    }
  }

  @Test
  void refusesToCountFromZero() {
    Backoff backoff = new Backoff(ReconnectConfig.DEFAULT, () -> MIDDLE);

    assertThatThrownBy(() -> backoff.before(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("attempt 0 is below 1");
  }
}
