package dev.localport.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.rpc.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Settings are read as they were written, and named as people know them. */
class SettingRecordsTest {
  private static final Setting ALL = new Setting("reconnect.max_attempts", "3", null, null);
  private static final Setting CONTEXT = new Setting("reconnect.max_attempts", "3", "dev", null);
  private static final Setting SERVICE = new Setting("reconnect.max_attempts", "3", null, "web");

  private static JsonObject sent(JsonObject json) {
    return JsonObject.parse(json.toString());
  }

  @Test
  void settings() {
    for (Setting setting : List.of(ALL, CONTEXT, SERVICE)) {
      assertThat(Setting.from(sent(setting.toJson()))).isEqualTo(setting);
    }
  }

  @Test
  void whomASettingHoldsFor() {
    assertThat(List.of(ALL.from(), CONTEXT.from(), SERVICE.from()))
        .containsExactly("setting", "setting for context dev", "setting for service web");
    assertThat(List.of(ALL.options(), CONTEXT.options(), SERVICE.options()))
        .containsExactly("", " --context dev", " --service web");
    assertThat(SERVICE.replaces(SERVICE.of("4"))).isTrue();
    assertThat(SERVICE.replaces(CONTEXT)).isFalse();
  }

  @Test
  void changes() {
    SettingChange made = SettingChange.of(null, SERVICE);
    SettingChange changed = SettingChange.of(SERVICE, SERVICE.of("4"));
    SettingChange reset = SettingChange.of(CONTEXT, null);

    for (SettingChange change : List.of(made, changed, reset)) {
      assertThat(SettingChange.from(sent(change.toJson()))).isEqualTo(change);
    }
    assertThat(changed.previous()).isEqualTo("3");
    assertThat(changed.value()).isEqualTo("4");
    assertThat(reset.scope()).isEqualTo("context dev");
    assertThatThrownBy(() -> SettingChange.of(null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theNamesOfOtherProgramsMeanPaths() {
    JsonObject json =
        new ConnectionSettings(
                true, Duration.ofSeconds(30), 10, Duration.ofSeconds(1), Duration.ofMinutes(1), 2.0)
            .toJson();

    assertThat(json.asMap().keySet()).containsExactlyElementsOf(ConnectionSettings.names());
    assertThat(json.number("max_backoff_ms")).isEqualTo(60_000);
    assertThat(ConnectionSettings.names()).allMatch(name -> ConnectionSettings.path(name) != null);
    assertThat(ConnectionSettings.path("max_patience")).isNull();
    assertThat(ConnectionSettings.text("initial_backoff_ms", 750L)).isEqualTo("750ms");
    assertThat(ConnectionSettings.text("backoff_multiplier", 1.50)).isEqualTo("1.5");
    assertThat(ConnectionSettings.text("auto_reconnect", true)).isEqualTo("true");
  }
}
