package dev.localport.config.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
  @ParameterizedTest
  @CsvSource({
    "0, PT0S, 0s",
    "7, PT7S, 7s",
    "5.0, PT5S, 5s",
    "1.5, PT1.5S, 1500ms",
    "500ms, PT0.5S, 500ms",
    "1.9ms, PT0.001S, 1ms",
    "30s, PT30S, 30s",
    "90s, PT1M30S, 90s",
    "4m, PT4M, 4m",
    "90m, PT1H30M, 90m",
    "1h, PT1H, 1h",
    "0.5h, PT30M, 30m",
    "999999999h, PT999999999H, 999999999h"
  })
  void readsEachFormAndWritesTheShortestOne(String text, Duration time, String written) {
    assertThat(Times.find(text)).contains(time);
    assertThat(Times.text(time)).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-1",
        "1 s",
        "1d",
        "s",
        "ms",
        "1.s",
        ".5",
        "1e3",
        "1h30m",
        "1S",
        "٣s",
        "1234567890"
      })
  void takesNothingElse(String text) {
    assertThat(Times.find(text)).isEmpty();
  }
}
