package dev.localport.daemon.settings;

import dev.localport.api.SettingChange;

/** Hears of each setting that was set, changed or reset. */
@FunctionalInterface
public interface SettingListener {
  /** Called once the change holds, before it is on disk; must not block. */
  void onSetting(SettingChange change);
}
