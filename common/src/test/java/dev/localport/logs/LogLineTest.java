package dev.localport.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.config.LogLevel;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogLineTest {
  @Test
  void isTakenApart() {
    LogLine line =
        LogLine.parse(
            "2026-01-31T09:00:00.125+01:00 WARN  cluster state changed why=\"a \\\"b\\\" c=\\\\d\\n\" attempt=\"1/10\" why=\"x\"");

    assertThat(line.at()).isEqualTo(Instant.parse("2026-01-31T08:00:00.125Z"));
    assertThat(line.level()).isEqualTo(LogLevel.WARN);
    assertThat(line.phrase()).isEqualTo("cluster state changed");
    assertThat(line.values())
        .containsExactly(Map.entry("why", "a \"b\" c=\\d\\n"), Map.entry("attempt", "1/10"));
  }

  @Test
  void aPhraseMayLookLikeAValueAndHaveNone() {
    LogLine line = LogLine.parse("2026-01-31T08:00:00.125Z ERROR URL=\"x\" failed a=\"b\"");

    assertThat(line.phrase()).isEqualTo("URL=\"x\" failed");
    assertThat(LogLine.parse("2026-01-31T08:00:00.125Z INFO  =\"x\" {y=\"z\" a_1=\"b\"").phrase())
        .isEqualTo("=\"x\" {y=\"z\"");
    assertThat(line.values()).containsExactly(Map.entry("a", "b"));
    assertThat(LogLine.parse("2026-01-31T08:00:00.125Z INFO  daemon ends").values()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\tat dev.localport.Main",
        "2026-01-31T08:00:00.125Z",
        "2026-01-31T08:00:00.125Z INFO",
        "2026-01-31T08:00:00.125Z LOUD  x",
        "2026-99-31T08:00:00.125Z INFO  x",
        "2026-01-31 08:00:00.125Z INFO  x",
        "2026-01+31T08:00:00.125Z INFO  x",
        "2026+01-31T08:00:00.125Z INFO  x",
        "year-01-31T08:00:00.125Z INFO  x",
        "2026-01-31T08:00:no.125Z INFO  x"
      })
  void aLineOfAnotherFormIsItsTextAlone(String text) {
    assertThat(LogLine.parse(text)).isEqualTo(new LogLine(text, null, null, text, Map.of()));
  }

  @Test
  void aValueWithoutItsEndGoesToTheEndOfTheLine() {
    assertThat(LogLine.parse("2026-01-31T08:00:00.125Z INFO  x a=\"b\\").values())
        .containsExactly(Map.entry("a", "b\\"));
  }
}
