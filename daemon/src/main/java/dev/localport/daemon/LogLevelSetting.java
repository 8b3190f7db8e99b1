package dev.localport.daemon;

import dev.localport.api.Setting;
import dev.localport.config.SettingKeys;
import dev.localport.daemon.logs.LogFiles;
import dev.localport.daemon.logs.LogLevels;
import dev.localport.daemon.services.Forwards;
import org.jspecify.annotations.Nullable;

/** Has the daemon log at the level that was set. */
final class LogLevelSetting {
  private LogLevelSetting() {}

  /**
   * Takes the setting that is kept, and each change of it; {@code variable} is that of the start.
   */
  static LogLevels follow(Forwards forwards, LogFiles logs, @Nullable String variable) {
    LogLevels levels = new LogLevels(logs, variable);
    levels.restore(level(forwards));
    forwards.onSettings(change -> {
      if (change.key().equals(SettingKeys.LOG_LEVEL.path())) {
        levels.set(level(forwards)); // of now: another change may have overtaken this one
      }
    });
    return levels;
  }

  private static @Nullable String level(Forwards forwards) {
    Setting setting = forwards.listing().settings().ofDaemon(SettingKeys.LOG_LEVEL);
    return setting == null ? null : setting.value();
  }
}
