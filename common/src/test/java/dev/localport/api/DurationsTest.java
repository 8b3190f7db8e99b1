package dev.localport.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "-5, 0 s",
    "0, 0 s",
    "59, 59 s",
    "60, 1 min",
    "3599, 59 min",
    "3600, 1 h",
    "7500, 2 h 5 min",
    "86400, 1 d",
    "273600, 3 d 4 h"
  })
  void durationsHaveTwoUnitsAtMost(long seconds, String shown) {
    assertThat(Durations.show(Duration.ofSeconds(seconds))).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"0, 0.0 ms", "0.04, 0.0 ms", "9.96, 10.0 ms", "1234.5, 1234.5 ms"})
  void millisecondsHaveOneDigitBehindThePoint(double millis, String shown) {
    assertThat(Durations.millis(millis)).isEqualTo(shown);
  }
}
