package dev.localport.daemon.cluster;

import dev.localport.daemon.kube.reads.EventScope;
import java.util.Set;

/**
 * Follows the events of a cluster, and tells the monitor's owner of those that touch its services
 * as {@link MonitorMessage.EventSeen}. Does not block; used by the owner alone.
 */
@FunctionalInterface
interface EventFollower {
  /** Follows these from now on, and no others. */
  void follow(Set<EventScope> scopes);
}
