package dev.localport.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.config.SettingKeys.Meant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SettingKeysTest {
  /* What a health check does is no number: it may run programs, and needs trust. */
  private static final List<String> NOT_SETTABLE =
      List.of(
          "profile",
          "health_check.type",
          "health_check.config",
          "cluster_health.commands",
          "reconnect",
          "breaker",
          "heartbeat",
          "hold",
          "health_check",
          "cluster_health");

  private static String why(String word) {
    return SettingKeys.read(word) instanceof Meant.Unknown(String why) ? why : "known";
  }

  private static String path(String word) {
    return SettingKeys.read(word) instanceof Meant.Known(SettingKey key) ? key.path() : "unknown";
  }

  @Test
  void everyValueOfTheDefaultsOfAFileCanBeSet() {
    Set<String> declared = new TreeSet<>();
    for (String path : DeclaredKeys.current()) {
      String rest = path.startsWith("defaults.") ? path.substring("defaults.".length()) : "";
      boolean skipped =
          rest.isEmpty()
              || NOT_SETTABLE.contains(rest)
              || rest.startsWith("health_check.config.")
              || rest.startsWith("cluster_health.commands.");
      if (!skipped) {
        declared.add(rest);
      }
    }

    assertThat(SettingKeys.paths())
        .containsExactlyInAnyOrderElementsOf(() -> {
          declared.add(SettingKeys.LOG_LEVEL.path());
          return declared.iterator();
        });
  }

  @Test
  void theLastWordServesWhereNoOtherKeyHasIt() {
    assertThat(path("reconnect.max_attempts")).isEqualTo("reconnect.max_attempts");
    assertThat(path("max_attempts")).isEqualTo("reconnect.max_attempts");
    assertThat(path("keepalive_interval")).isEqualTo("cluster_health.keepalive_interval");
    assertThat(path("lazy")).isEqualTo("lazy");
    assertThat(path("level")).isEqualTo("log.level");
  }

  @Test
  void aWordOfSeveralKeysNamesThem() {
    assertThat(why("interval"))
        .isEqualTo(
            "interval is ambiguous; use heartbeat.interval, health_check.interval or"
                + " cluster_health.interval");
  }

  @Test
  void aMistypedKeySuggestsTheOneThatIsMeant() {
    assertThat(why("reconnect.max_atempts"))
        .isEqualTo(
            "unknown setting \"reconnect.max_atempts\"; did you mean reconnect.max_attempts?");
    assertThat(why("maxAttempt"))
        .isEqualTo("unknown setting \"maxAttempt\"; did you mean max_attempts?");
    assertThat(why("breaker.limit"))
        .isEqualTo("unknown setting \"breaker.limit\"; use breaker.failures or breaker.open_for");
    assertThat(why("colour"))
        .isEqualTo("unknown setting \"colour\"; list all settings: localport settings get");
  }

  @Test
  void everyKeyShowsItsDefaultAsAFileWouldSayIt() {
    for (SettingKey key : SettingKeys.all()) {
      String text =
          switch (key.reach()) {
            case SERVICE -> key.text(Tuning.DEFAULT.with(HealthCheckConfig.DEFAULT));
            case CLUSTER -> key.text(ClusterHealthConfig.DEFAULT);
            case DAEMON -> "info";
          };

      assertThat(SettingReader.check(key, String.valueOf(text)))
          .as(key.path())
          .isEqualTo(new SettingReader.Checked.Fits(String.valueOf(text)));
    }
  }
}
