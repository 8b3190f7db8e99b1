package dev.localport.daemon.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GoodSignsTest {
  private final GoodSigns signs = new GoodSigns(() -> 0.5);
  private Instant now = Instant.parse("2026-11-29T12:00:00Z");

  private int countedIn(Duration time, Duration step) {
    int counted = 0;
    for (Instant end = now.plus(time); now.isBefore(end); now = now.plus(step)) {
      counted += signs.waitAt(now).isZero() ? 1 : 0;
    }
    return counted;
  }

  @Test
  void aRolloutsSignsAllCount() {
    assertThat(countedIn(Duration.ofSeconds(60), Duration.ofSeconds(12))).isEqualTo(5);
    assertThat(countedIn(Duration.ofMillis(600), Duration.ofMillis(200))).isEqualTo(3);
  }

  @Test
  void aServerThatGivesThousandsMakesAForwardDialAFewTimes() {
    assertThat(countedIn(Duration.ofMinutes(1), Duration.ofMillis(1))).isBetween(8, 16);
  }

  @Test
  void whatComesTooSoonIsToldHowLongToWait() {
    assertThat(signs.waitAt(now)).isZero();
    now = now.plusMillis(30);
    Duration wait = signs.waitAt(now);
    assertThat(wait).isEqualTo(Duration.ofMillis(70));

    assertThat(signs.waitAt(now.plus(wait))).isZero();
  }

  @Test
  void aQuietTimeMakesThemCountAgain() {
    countedIn(Duration.ofMinutes(1), Duration.ofMillis(10));
    now = now.plusSeconds(20);

    assertThat(countedIn(Duration.ofMillis(300), Duration.ofMillis(110))).isEqualTo(3);
  }

  @Test
  void aClockThatIsSetBackHoldsNobodyUp() {
    countedIn(Duration.ofMinutes(1), Duration.ofMillis(10));
    now = now.minus(Duration.ofHours(2));

    assertThat(signs.waitAt(now)).isZero();
  }
}
