package dev.localport.daemon.forward.rules;

/** What the owner of a forward has to do after a step, in order. */
public enum ForwardEffect {
  /** Listen on the local ports. */
  BIND,
  /** Close the local ports and every connection. */
  UNBIND,
  /** Open a session, closing a running attempt; listens first where it does not yet. */
  DIAL,
  /** Give up the running attempt. */
  ABANDON,
  /** No new connections over the sessions; they end with their last one. */
  DRAIN_SESSIONS,
  /** It is not used: as {@link #DRAIN_SESSIONS}, and the pods are not watched anymore. */
  IDLE,
  /** End the sessions now. */
  CLOSE_SESSIONS,
  /** Look at the pods again: the watch may have missed what became of them. */
  REFRESH_PODS,
  /** Subscribe to the cluster's monitor, where the forward has not yet. */
  JOIN_CLUSTER,
  /** Leave the cluster's monitor. */
  LEAVE_CLUSTER,
  /** Tell the cluster's monitor that there was no answer. */
  SUSPECT_CLUSTER,
  /** Tell the cluster's monitor that something failed: the cluster's events may say why. */
  REPORT_TROUBLE,
  /** Notify the health check that there is a connection to the service. */
  HEALTH_CONNECTED,
  /** Notify the health check that there is no connection to the service anymore. */
  HEALTH_DISCONNECTED,
  /** Notify the health check that the cluster is offline. */
  HEALTH_CLUSTER_AWAY,
  /** Notify the health check that the cluster is back. */
  HEALTH_CLUSTER_BACK
}
