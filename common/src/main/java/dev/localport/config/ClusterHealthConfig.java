package dev.localport.config;

import java.time.Duration;

/**
 * How a cluster is watched over; one for each context.
 *
 * @param enabled false: it is not probed and counts as healthy; sessions still have heartbeats
 * @param interval between two collections: 10 s to 1 h
 * @param keepaliveInterval between two probes: 5 s to 1 h
 * @param probeTimeout how long a probe may take: 100 ms to 1 min
 * @param timeout how long one query of a collection may take: 1 s to 5 min
 * @param retryAttempts how often a failed query is asked again: 0 to 10
 * @param failureThreshold failed probes in a row until the cluster counts as offline: 1 to 100
 * @param degradedAbove the latency from which it counts as slow: 1 ms to 1 min
 * @param cacheMaxAge how long the last known data is shown while it is unreachable: 1 min to 30
 *     days
 */
public record ClusterHealthConfig(
    boolean enabled,
    Duration interval,
    Duration keepaliveInterval,
    Duration probeTimeout,
    Duration timeout,
    int retryAttempts,
    int failureThreshold,
    Duration degradedAbove,
    Duration cacheMaxAge,
    ClusterQueries queries) {
  /** The default. */
  public static final ClusterHealthConfig DEFAULT =
      new ClusterHealthConfig(
          true,
          Duration.ofSeconds(240),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          2,
          3,
          Duration.ofMillis(500),
          Duration.ofHours(24),
          ClusterQueries.DEFAULT);
}
