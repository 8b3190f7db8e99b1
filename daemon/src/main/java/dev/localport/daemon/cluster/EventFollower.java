package dev.localport.daemon.cluster;

import dev.localport.daemon.kube.reads.EventScope;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows the events of a cluster, and notifies the monitor's owner of those that touch its
 * services as {@link MonitorMessage.EventSeen}. Does not block; used by the owner alone.
 */
@FunctionalInterface
interface EventFollower {
  /**
   * Follows these, and no others.
   *
   * @param from the position where those begin that are not followed yet; null: now
   */
  void follow(Set<EventScope> scopes, @Nullable String from);
}
