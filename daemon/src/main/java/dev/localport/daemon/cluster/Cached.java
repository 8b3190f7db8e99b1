package dev.localport.daemon.cluster;

import java.time.Duration;
import java.time.Instant;

/**
 * Something that a cluster reported. Immutable.
 *
 * @param at when it was reported
 * @param took how long telling took
 * @param stale whether it may have changed since: the cluster was offline, or does not report it
 *     now
 */
record Cached(CollectorOutcome.Content value, Instant at, Duration took, boolean stale) {
  Cached withValue(CollectorOutcome.Content other) {
    return new Cached(other, at, took, stale);
  }

  Cached asStale() {
    return new Cached(value, at, took, true);
  }
}
