package dev.localport.daemon.forward;

import dev.localport.api.ServiceTrouble;
import dev.localport.daemon.forward.rules.ForwardState;

/** Hears what becomes of forwards. */
public interface ForwardListener {
  /** Called after a change of state, by the forward's owner; must not block. */
  void onChange(Forward forward, ForwardState before, ForwardState after);

  /** Its context is known from now on. Called by the forward's owner; must not block. */
  default void onContext(Forward forward) {
    // most ask for it when they need it
  }

  /** A health check of the service has ended. Called on the thread of the check's owner. */
  void onChecked(Forward forward);

  /** Clients of the service do not get what they came for, or do again. Called by the owner. */
  void onTrouble(Forward forward, ServiceTrouble trouble);

  /**
   * The cluster of the service is back, and the forward has not been notified yet. Called on the
   * thread of the cluster's monitor; must not block.
   */
  void onClusterBack(Forward forward);

  /**
   * Returns whose turn it is when a cluster is back: among services of the same priority, those
   * with lower numbers are notified first. May be asked from any thread.
   */
  long turn(Forward forward);
}
