package dev.localport.daemon.cluster;

/**
 * What is restored before the services of a cluster that is back: a stream of a pod's log.
 * Thread-safe; called on the monitor's thread, and never blocks.
 */
@FunctionalInterface
public interface RestoredFirst {
  /**
   * The cluster is back.
   *
   * @param done to be run once it is restored, or cannot be; the services wait for that for a
   *     second at most
   */
  void onBack(Runnable done);
}
