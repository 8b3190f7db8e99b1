package dev.localport.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "-5, 0s",
    "0, 0s",
    "59, 59s",
    "60, 1m",
    "3599, 59m",
    "3600, 1h",
    "7500, 2h 5m",
    "86400, 1d",
    "273600, 3d 4h"
  })
  void durationsHaveTwoUnitsAtMost(long seconds, String shown) {
    assertThat(Durations.show(Duration.ofSeconds(seconds))).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0 ms",
    "0, 0 ms",
    "16, 16 ms",
    "99, 99 ms",
    "100, 0.1 s",
    "349, 0.3 s",
    "1400, 1.4 s",
    "9949, 9.9 s",
    "9999, 10.0 s",
    "10000, 10s",
    "44900, 44s",
    "720000, 12m"
  })
  void whatIsShortIsSaidMoreExactly(long millis, String shown) {
    assertThat(Durations.took(Duration.ofMillis(millis))).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0.0 ms",
    "0, 0.0 ms",
    "0.04, 0.0 ms",
    "4.52, 4.5 ms",
    "9.94, 9.9 ms",
    "9.96, 10 ms",
    "12.3, 12 ms",
    "612.5, 613 ms",
    "999.4, 999 ms",
    "999.6, 1.0 s",
    "1234.5, 1.2 s",
    "4809.7, 4.8 s",
    "12000, 12s"
  })
  void answersAreRounded(double millis, String shown) {
    assertThat(Durations.millis(millis)).isEqualTo(shown);
  }
}
