package dev.localport.config;

/**
 * What the monitor of a cluster asks for.
 *
 * @param clusterInfo version and state of the API server
 * @param podStatus pods; those that succeeded are left out by default
 * @param nodeStatus nodes
 * @param eventsOnFailure the newest events, when something is wrong or a command asks for them
 */
public record ClusterQueries(
    ClusterQuery clusterInfo,
    ClusterQuery podStatus,
    ClusterQuery nodeStatus,
    ClusterQuery eventsOnFailure) {
  /** The default. */
  public static final ClusterQueries DEFAULT =
      new ClusterQueries(
          ClusterQuery.of(null, 0),
          ClusterQuery.of("status.phase!=Succeeded", 0),
          ClusterQuery.of(null, 0),
          ClusterQuery.of(null, 50));
}
