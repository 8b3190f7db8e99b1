package dev.localport.daemon.health;

/** Is told of the health of one service. Called on its monitor's thread; does not block. */
public interface HealthListener {
  /** The word has changed, and the monitor has logged it. */
  void onChange(HealthView before, HealthView after);

  /** A check has ended, whatever it found. */
  default void onChecked() {
    // most want to hear of changes alone
  }

  /**
   * The service is unhealthy, its cluster is well, and the user wants new sessions then. It comes
   * at most once in {@code max(interval × threshold, 1 min)}, and ever more rarely while it does
   * not help.
   */
  void onRestart(String why);
}
