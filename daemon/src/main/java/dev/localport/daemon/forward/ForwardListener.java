package dev.localport.daemon.forward;

import dev.localport.daemon.forward.rules.ForwardState;

/** Hears what becomes of forwards. */
@FunctionalInterface
public interface ForwardListener {
  /** Is told after a change of state, by the forward's owner; must not block. */
  void onChange(Forward forward, ForwardState before, ForwardState after);

  /** A health check of the service has ended. Called on the thread of the check's owner. */
  default void onChecked(Forward forward) {
    // most ask for the result when they need it
  }

  /**
   * The cluster of the service is back, and the forward has yet to hear of it. Called on the thread
   * of the cluster's monitor; must not block.
   */
  default void onClusterBack(Forward forward) {
    // the forward itself hears of it as well
  }

  /**
   * Returns whose turn it is when a cluster is back: among services of the same priority, those
   * with lower numbers hear of it first. May be asked from any thread.
   */
  default long turn(Forward forward) {
    return Long.MAX_VALUE;
  }
}
