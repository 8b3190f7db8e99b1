package dev.localport.daemon.cluster;

import java.time.Duration;
import java.time.Instant;

/**
 * Something that a cluster told. Immutable.
 *
 * @param at when it was told
 * @param took how long telling took
 * @param stale whether it may have changed since: the cluster was away, or does not tell it now
 */
record Known(Outcome.Told value, Instant at, Duration took, boolean stale) {
  Known withValue(Outcome.Told other) {
    return new Known(other, at, took, stale);
  }

  Known asStale() {
    return new Known(value, at, took, true);
  }
}
