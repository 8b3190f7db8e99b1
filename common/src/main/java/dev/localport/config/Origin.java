package dev.localport.config;

import org.jspecify.annotations.Nullable;

/**
 * Where a file says a value.
 *
 * @param name the context or the profile; null if there is none to name
 */
public record Origin(Level level, @Nullable String name) {
  /** Which part of a file. */
  public enum Level {
    /** The service itself. */
    SERVICE,
    /** What the file says of the service's context. */
    CONTEXT,
    /** The file's defaults. */
    DEFAULTS,
    /** A profile, which sets several values by its name. */
    PROFILE
  }

  static final Origin OF_SERVICE = new Origin(Level.SERVICE, null);
  static final Origin OF_DEFAULTS = new Origin(Level.DEFAULTS, null);

  static Origin ofContext(String context) {
    return new Origin(Level.CONTEXT, context);
  }

  static Origin ofProfile(String profile) {
    return new Origin(Level.PROFILE, profile);
  }

  /**
   * Returns how people read it: {@code localport.yaml (service)}.
   *
   * @param file what the file is called
   */
  public String text(String file) {
    return switch (level) {
      case SERVICE -> file + " (service)";
      case CONTEXT -> "%s (cluster_contexts.%s)".formatted(file, name);
      case DEFAULTS -> file + " (defaults)";
      case PROFILE -> "profile " + name;
    };
  }
}
