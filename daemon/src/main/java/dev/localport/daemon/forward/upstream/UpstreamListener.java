package dev.localport.daemon.forward.upstream;

import dev.localport.api.Failure;

/**
 * Hears what the upstream half's news mean for its forward. Called by the forward's owner, within
 * {@link UpstreamSide#read}: what it does is done when it returns.
 */
public interface UpstreamListener {
  /** The target was found: its context is known. */
  void onTarget();

  /** A session serves. */
  void onUp() throws InterruptedException;

  /** The last session in use is gone. */
  void onLost(Failure cause) throws InterruptedException;

  /** The attempt for a first session came to nothing. */
  void onFailed(Failure cause) throws InterruptedException;

  /** The attempt for a first session was not begun: the cluster was said to be away. */
  void onNotWorthIt() throws InterruptedException;

  /** Something changed for the better: what waits may try now. */
  void onGoodSign() throws InterruptedException;

  /** Nobody answered: the cluster may be away. */
  void onSilence();

  /** A pod or an attempt failed: the cluster may know why. */
  void onTrouble();
}
