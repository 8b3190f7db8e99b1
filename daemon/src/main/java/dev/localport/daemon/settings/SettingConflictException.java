package dev.localport.daemon.settings;

/** Settings that do not fit what a service says beside them: nothing of them is taken. */
public final class SettingConflictException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Refuses; {@code why} names the service and both values. */
  public SettingConflictException(String why) {
    super(why);
  }
}
