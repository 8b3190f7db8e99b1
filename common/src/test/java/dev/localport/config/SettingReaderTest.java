package dev.localport.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.config.SettingReader.Checked;
import dev.localport.config.form.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingReaderTest {
  private static String check(String path, String value) {
    SettingKey key = Objects.requireNonNull(SettingKeys.find(path), path);
    return switch (SettingReader.check(key, value)) {
      case Checked.Fits(String text) -> text;
      case Checked.Misfits(String why) -> why;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "reconnect.auto, false, false",
    "reconnect.max_attempts, 0, 0",
    "reconnect.initial_delay, 120, 2m",
    "reconnect.max_delay, 0.5, 500ms",
    "reconnect.multiplier, 2.50, 2.5",
    "reconnect.jitter, 0, 0",
    "hold.overflow, drop-oldest, drop-oldest",
    "heartbeat.interval, 90s, 90s",
    "cluster_health.keepalive_interval, 60, 1m",
    "health_check.interval, 10, 10s",
    "log.level, DEBUG, debug"
  })
  void aValueIsShownAsAFileWouldSayIt(String path, String written, String shown) {
    assertThat(check(path, written)).isEqualTo(shown);
  }

  @Test
  void aValueHasTheBoundsAndWordsOfAFile() {
    assertThat(check("reconnect.auto", "maybe"))
        .isEqualTo("reconnect.auto: invalid value \"maybe\"; use true or false");
    assertThat(check("reconnect.max_attempts", "-1"))
        .isEqualTo(
            "reconnect.max_attempts: invalid value \"-1\"; use a whole number from 0 to 100000");
    assertThat(check("heartbeat.interval", "1s"))
        .isEqualTo("heartbeat.interval: invalid value \"1s\"; use 2s to 5m");
    assertThat(check("heartbeat.interval", "soon"))
        .isEqualTo(
            "heartbeat.interval: soon is not a time; write 500ms, 30s, 4m or 1h (a plain number is"
                + " seconds)");
    assertThat(check("hold.overflow", "drop-oldst"))
        .isEqualTo("hold.overflow: invalid value \"drop-oldst\"; did you mean drop-oldest?");
    assertThat(check("log.level", "loud"))
        .isEqualTo("log.level: invalid value \"loud\"; use error, warn, info, debug or trace");
  }

  @Test
  void aTextThatAFileWouldTakeForNothingIsNoValue() {
    assertThat(check("reconnect.auto", ""))
        .isEqualTo("reconnect.auto: invalid value \"\"; use true or false");
    assertThat(check("reconnect.auto", "null"))
        .isEqualTo("reconnect.auto: invalid value \"null\"; use true or false");
    assertThat(check("hold.timeout", "${HOLD:5s}"))
        .isEqualTo("hold.timeout: settings cannot contain variables; write the value");
    assertThat(check("hold.timeout", "5s}, lazy: {a: true"))
        .startsWith("hold.timeout: 5s}, lazy: {a: true is not a time");
  }

  @Test
  void valuesThatDoNotFitTogetherAreReportedAsInAFile() {
    SettingReader.Reading<Tuning> read =
        SettingReader.over(Tuning.DEFAULT, Map.of("reconnect.initial_delay", "5m"));

    assertThat(read.problems().stream().map(Problem::wrong))
        .containsExactly("max_delay 1m is shorter than initial_delay 5m");
    assertThat(
            SettingReader.over(
                    Tuning.DEFAULT,
                    Map.of("reconnect.initial_delay", "5m", "reconnect.max_delay", "10m"))
                .problems())
        .isEmpty();
  }

  @Test
  void valuesOfACheckMakeNoCheck() {
    Map<String, String> values = Map.of("health_check.interval", "5s", "lazy", "true");

    assertThat(SettingReader.over(Tuning.DEFAULT, values).value().healthCheck()).isNull();
    assertThat(SettingReader.over(Tuning.DEFAULT, values).value().lazy()).isTrue();
  }

  @Test
  void valuesOfACheckLeaveWhatItDoes() {
    for (String check :
        List.of(
            "{type: http, config: {url: /health}}",
            "{type: https, config: {url: /health}}",
            "{type: exec, config: {command: [\"true\"]}}",
            "{type: tcp, config: {port: 7}}")) {
      Tuning tuning =
          Read.service("local_port: 1, remote_port: 2, health_check: " + check).tuning();

      Tuning changed = SettingReader.over(tuning, Map.of("health_check.interval", "5s")).value();

      HealthCheckConfig before = Objects.requireNonNull(tuning.healthCheck());
      HealthCheckConfig after = Objects.requireNonNull(changed.healthCheck());
      assertThat(after.probe()).isEqualTo(before.probe());
      assertThat(after.interval()).isEqualTo(Duration.ofSeconds(5));
      assertThat(after.timeout()).isEqualTo(before.timeout());
    }
  }

  @Test
  void valuesOfAClusterStandOverWhatHolds() {
    SettingReader.Reading<ClusterHealthConfig> read =
        SettingReader.over(
            ClusterHealthConfig.DEFAULT, Map.of("cluster_health.keepalive_interval", "10s"));

    assertThat(read.problems()).isEmpty();
    assertThat(read.value().keepaliveInterval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(read.value().interval()).isEqualTo(ClusterHealthConfig.DEFAULT.interval());
  }
}
