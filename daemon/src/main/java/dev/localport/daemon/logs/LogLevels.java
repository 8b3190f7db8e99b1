package dev.localport.daemon.logs;

import org.jspecify.annotations.Nullable;

/**
 * Which level the daemon logs at. {@code LOCALPORT_LOG_LEVEL} holds from the start on, over a
 * setting of an earlier daemon; a setting that is made afterwards holds at once. Thread-safe.
 */
public final class LogLevels {
  private static final String VARIABLE = "LOCALPORT_LOG_LEVEL";

  private final LogFiles logs;
  private final @Nullable String variable;
  private @Nullable String kept; // by an earlier daemon, while the variable stands over it
  private @Nullable String setting; // that holds

  /**
   * Watches over the level.
   *
   * @param variable what the variable says; null or empty: it is not set
   */
  public LogLevels(LogFiles logs, @Nullable String variable) {
    this.logs = logs;
    this.variable = variable == null || variable.isBlank() ? null : variable;
  }

  /** Takes the setting that an earlier daemon kept; null: none. */
  public synchronized void restore(@Nullable String before) {
    if (variable == null) {
      set(before);
    } else {
      kept = before;
    }
  }

  /** Takes a setting of now, or none. */
  public synchronized void set(@Nullable String now) {
    kept = null;
    setting = now;
    logs.level(now);
  }

  /** Returns the level's name. */
  public synchronized String level() {
    return logs.level();
  }

  /** Returns where the level comes from, as people read it. */
  public synchronized String from() {
    return setting != null ? "setting" : variable != null ? VARIABLE : "default";
  }

  /** Returns the setting that does not hold since the variable does; null: none. */
  public synchronized @Nullable String hidden() {
    return kept;
  }
}
