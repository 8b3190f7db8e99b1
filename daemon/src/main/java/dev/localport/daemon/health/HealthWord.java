package dev.localport.daemon.health;

/** What is said of the health of a service. */
public enum HealthWord {
  /** Its last checks went well. */
  HEALTHY,
  /** Its last checks failed. */
  UNHEALTHY,
  /** Unknown: it was not checked yet, or cannot be now. */
  UNKNOWN,
  /** It has no check. */
  DISABLED;

  /** Returns the word on the wire. */
  public String word() {
    return switch (this) {
      case HEALTHY -> "healthy";
      case UNHEALTHY -> "unhealthy";
      case UNKNOWN -> "unknown";
      case DISABLED -> "disabled";
    };
  }
}
