package dev.localport.daemon.health;

/** Is told of the health of one service. Called on its monitor's thread; does not block. */
public interface HealthListener {
  /** The word has changed. */
  void onChange(HealthView before, HealthView after);

  /**
   * The service is unhealthy, its cluster is well, and the user wants new sessions then. It comes
   * at most once in {@code max(interval × threshold, 1 min)}, and ever more rarely while it does
   * not help.
   */
  void onRestart(String why);
}
