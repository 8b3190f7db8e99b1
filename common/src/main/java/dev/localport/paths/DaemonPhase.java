package dev.localport.paths;

/**
 * What the holder of the lock is doing. One that is starting or ending does not answer for some
 * seconds, but works.
 */
public enum DaemonPhase {
  /** It holds the lock and does not answer yet. */
  STARTING("starting"),
  /** It answers. A file that names no phase means this, too: older versions write none. */
  RUNNING(""),
  /** It answers no longer, and releases the lock soon. */
  ENDING("ending");

  private final String word;

  DaemonPhase(String word) {
    this.word = word;
  }

  /** Returns its word in the file. */
  String word() {
    return word;
  }

  /** Returns what a word stands for; one of a newer version means a daemon that runs. */
  static DaemonPhase of(String word) {
    return switch (word) {
      case "starting" -> STARTING;
      case "ending" -> ENDING;
      default -> RUNNING;
    };
  }
}
