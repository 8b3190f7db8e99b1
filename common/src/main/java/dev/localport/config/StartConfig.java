package dev.localport.config;

/**
 * When a service starts.
 *
 * @param enabled false: never
 * @param autostart false: only when it is named
 * @param confirm whether the user is asked first
 * @param priority the higher one resumes earlier when a cluster is back: -1000 to 1000
 */
public record StartConfig(boolean enabled, boolean autostart, boolean confirm, int priority) {
  /** The default. */
  public static final StartConfig DEFAULT = new StartConfig(true, true, false, 0);
}
