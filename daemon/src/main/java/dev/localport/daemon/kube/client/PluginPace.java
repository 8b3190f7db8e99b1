package dev.localport.daemon.kube.client;

import java.time.Duration;
import java.time.Instant;

/**
 * When a credential plug-in may run: at most once in ten seconds, and no more after three failures
 * in a row, until a person asks for it. A plug-in may open a browser or send a push message: no one
 * wants one at each wake of the machine, all night. Confined to its owner's lock.
 */
final class PluginPace {
  /** How long a plug-in rests after a run. */
  static final Duration PAUSE = Duration.ofSeconds(10);

  /** So many failures in a row, and the next run is for a person to ask for. */
  static final int MOST_FAILURES = 3;

  private Instant ended = Instant.MIN;
  private int failures;
  private boolean asked;

  /** Returns whether a run may begin. */
  boolean mayRun(Instant now) {
    boolean rested = now.isBefore(ended) || !now.isBefore(ended.plus(PAUSE)); // clocks are set back
    return asked || (!isSpent() && (ended.equals(Instant.MIN) || rested));
  }

  /** Returns whether the plug-in has failed so often that it does not run by itself. */
  boolean isSpent() {
    return failures >= MOST_FAILURES && !asked;
  }

  /** A person wants the credentials now. */
  void asked() {
    asked = true;
    failures = 0;
  }

  /** The kubeconfig has changed: it may be fixed now. The pause stays. */
  void forgiven() {
    failures = 0;
  }

  void succeeded(Instant now) {
    ended = now;
    failures = 0;
    asked = false;
  }

  void failed(Instant now) {
    ended = now;
    failures++;
    asked = false;
  }
}
