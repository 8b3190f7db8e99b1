package dev.localport.daemon.recovery;

/**
 * How often in a row a forward has failed. Immutable.
 *
 * @param attempt the number of the attempt that waits or runs; 0 before the first failure
 * @param faults failures in a row while the cluster answered: what opens the breaker
 */
public record AttemptCount(int attempt, int faults) {
  /** Nothing has failed. */
  public static final AttemptCount NONE = new AttemptCount(0, 0);

  /**
   * Returns the count after a failed attempt; a cluster that did not answer says nothing about the
   * service.
   */
  public AttemptCount failed(boolean counted, boolean clusterAnswered) {
    return new AttemptCount(
        counted ? attempt + 1 : Math.max(1, attempt), clusterAnswered ? faults + 1 : 0);
  }
}
