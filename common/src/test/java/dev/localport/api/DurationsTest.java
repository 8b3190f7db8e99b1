package dev.localport.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "-5, 0 s",
    "59, 59 s",
    "60, 1 min",
    "3599, 59 min",
    "3600, 1 h",
    "7500, 2 h 5 min",
    "86400, 1 d",
    "273600, 3 d 4 h"
  })
  void theTwoLargestUnitsAreShown(long seconds, String shown) {
    assertThat(Durations.show(Duration.ofSeconds(seconds))).isEqualTo(shown);
  }

  @Test
  void millisecondsHaveOneDigit() {
    assertThat(Durations.millis(12.34)).isEqualTo("12.3 ms");
  }
}
