package dev.localport.daemon.health;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the health of one service. Immutable: crosses threads freely.
 *
 * @param connected whether there is a connection to the service
 * @param clusterAway whether the cluster is offline, for a check that is aware of it
 * @param running whether a check runs
 * @param lastKnown the last verdict that was one
 * @param lastCheck when a check ended last, or null
 * @param nextCheck when the next one begins; null while one runs, or none is due
 */
record HealthState(
    boolean connected,
    boolean clusterAway,
    boolean running,
    Verdict verdict,
    Restarts restarts,
    HealthWord lastKnown,
    @Nullable Instant lastCheck,
    @Nullable Instant nextCheck) {
  static final HealthState START =
      new HealthState(
          false, false, false, Verdict.NONE, Restarts.NONE, HealthWord.UNKNOWN, null, null);

  /** Returns whether the service can be checked now. */
  boolean isWatched() {
    return connected && !clusterAway;
  }

  /**
   * Returns it with another connection to the service; what was found over the old one is history.
   */
  HealthState over(boolean isConnected, boolean isClusterAway) {
    return new HealthState(
        isConnected, isClusterAway, false, Verdict.NONE, restarts, lastKnown, lastCheck, null);
  }

  HealthState checking() {
    return new HealthState(
        connected, clusterAway, true, verdict, restarts, lastKnown, lastCheck, null);
  }

  HealthState dueAt(Instant when) {
    return new HealthState(
        connected, clusterAway, running, verdict, restarts, lastKnown, lastCheck, when);
  }

  HealthState restarted(Restarts then) {
    return new HealthState(
        connected, clusterAway, running, verdict, then, lastKnown, lastCheck, nextCheck);
  }

  /** Returns it after a check that ended now. */
  HealthState checked(Verdict found, Instant now, Instant next) {
    HealthWord known = found.word() == HealthWord.UNKNOWN ? lastKnown : found.word();
    return new HealthState(connected, clusterAway, false, found, restarts, known, now, next);
  }

  HealthView view() {
    return new HealthView(
        verdict.word(), lastKnown, lastCheck, verdict.failures(), verdict.failure());
  }
}
