package dev.localport.cli.manager;

/**
 * How the service manager sees the unit.
 *
 * @param loaded whether it knows the unit
 * @param enabled whether it starts the unit at login
 * @param active whether the daemon runs, or is about to: also while a crashed one waits for its
 *     restart
 * @param failed whether the manager gave up: too many crashes in a row
 * @param pid the daemon's process; 0 when none runs
 * @param state the manager's own word, such as {@code active}
 */
public record ManagerView(
    boolean loaded, boolean enabled, boolean active, boolean failed, long pid, String state) {
  /** A unit that the manager does not know. */
  public static final ManagerView UNKNOWN =
      new ManagerView(false, false, false, false, 0, "unknown");
}
