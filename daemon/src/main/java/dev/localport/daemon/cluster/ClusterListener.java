package dev.localport.daemon.cluster;

/**
 * Is told by a monitor what a forward has to know. Called on the monitor's thread; never blocks.
 */
public interface ClusterListener {
  /** The cluster is away: nothing is worth trying. */
  void onAway();

  /** The cluster is back, or the monitor was switched off. */
  void onBack();

  /** The cluster answers after a probe or two that it did not; it was not called away. */
  void onAnswers();

  /** The cluster has trouble of its own: it is slow, or a probe was not answered. */
  void onTrouble();
}
