package dev.localport.daemon.cluster;

import dev.localport.api.ClusterStatus;
import java.time.Duration;

/**
 * What is measured of one cluster. Immutable.
 *
 * @param status what its monitor knows
 * @param counters what its monitor has counted since it began
 * @param offline how long the cluster has been offline since then
 */
public record ClusterFigures(ClusterStatus status, ClusterCounters counters, Duration offline) {}
