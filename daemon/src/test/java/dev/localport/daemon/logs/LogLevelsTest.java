package dev.localport.daemon.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.paths.Places;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of the variable and the setting decides how much the daemon logs. */
class LogLevelsTest {
  @TempDir private Path folder;
  private @Nullable LogFiles logs;

  private LogLevels levels(@Nullable String variable) {
    LogFiles opened =
        LogFiles.open(
            new Places(Map.of("LOCALPORT_HOME", folder.toString()), folder, folder, "eve"),
            variable);
    logs = opened;
    return new LogLevels(opened, variable);
  }

  @AfterEach
  void close() {
    if (logs != null) {
      logs.close();
    }
  }

  private static String state(LogLevels levels) {
    return levels.level() + " " + levels.from();
  }

  @Test
  void withoutTheVariableASettingIsKept() {
    LogLevels levels = levels(null);
    assertThat(state(levels)).isEqualTo("info default");

    levels.restore("debug");

    assertThat(state(levels)).isEqualTo("debug setting");
    assertThat(levels.hidden()).isNull();
    levels.set(null);
    assertThat(state(levels)).isEqualTo("info default");
  }

  @Test
  void theVariableDecidesAtTheStartAndASettingOfNowAtOnce() {
    LogLevels levels = levels("warn");

    levels.restore("debug");
    assertThat(state(levels)).isEqualTo("warn LOCALPORT_LOG_LEVEL");
    assertThat(levels.hidden()).isEqualTo("debug");

    levels.set("trace");
    assertThat(state(levels)).isEqualTo("trace setting");
    assertThat(levels.hidden()).isNull();

    levels.set(null);
    assertThat(state(levels)).isEqualTo("warn LOCALPORT_LOG_LEVEL");
  }

  @Test
  void anEmptyVariableIsNone() {
    LogLevels levels = levels("");

    levels.restore("debug");

    assertThat(state(levels)).isEqualTo("debug setting");
  }
}
