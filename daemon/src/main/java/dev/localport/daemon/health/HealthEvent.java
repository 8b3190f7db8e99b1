package dev.localport.daemon.health;

/** What changes the health of a service, or when it is checked. */
sealed interface HealthEvent {
  /** The forward has a session: there is a connection to the service. */
  record Connected() implements HealthEvent {}

  /** It has none anymore. */
  record Disconnected() implements HealthEvent {}

  /** The cluster is offline. */
  record ClusterAway() implements HealthEvent {}

  /** The cluster is back. */
  record ClusterBack() implements HealthEvent {}

  /** Something is wrong with the cluster, which is there: it may be wrong with the service, too. */
  record ClusterTrouble() implements HealthEvent {}

  /** The time has come that the state asked for. */
  record TimerFired() implements HealthEvent {}

  /**
   * The check that ran has ended.
   *
   * @param clusterHealthy whether the cluster is healthy now
   */
  record Checked(CheckOutcome outcome, boolean clusterHealthy) implements HealthEvent {}
}
