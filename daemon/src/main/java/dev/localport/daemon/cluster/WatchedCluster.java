package dev.localport.daemon.cluster;

import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterStatus;
import dev.localport.api.ClusterStatusBuilder;
import dev.localport.api.Failure;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A cluster, its monitor, and its subscribers. {@link Clusters} changes it under its lock; it may
 * be read from any thread.
 */
final class WatchedCluster {
  private final ClusterKey key;
  private final List<ClusterSubscription> subscriptions = new CopyOnWriteArrayList<>();
  private final ClusterHealthMonitor monitor;
  private volatile ClusterSubscriber newest;
  private volatile long used;

  /**
   * Starts to watch over a cluster.
   *
   * @param first its first user, which is yet to be added
   */
  WatchedCluster(
      ClusterKey key,
      ClusterSubscriber first,
      Function<WatchedCluster, ClusterHealthMonitor> begin) {
    this.key = key;
    this.newest = first;
    this.monitor = begin.apply(this);
  }

  ClusterKey key() {
    return key;
  }

  ClusterHealthMonitor monitor() {
    return monitor;
  }

  /** Returns what is known of it; warnings are those that touch its users. */
  ClusterStatus status(Instant now) {
    ClusterStatus status = monitor.status();
    if (status.warnings() == null) {
      return status;
    }
    List<ClusterSubscriber> users = subscribers();
    long warnings =
        monitor.view().events(now).stream()
            .filter(ClusterEvent::isWarning)
            .filter(event -> !EventCorrelation.event(event, users).services().isEmpty())
            .count();
    return ClusterStatusBuilder.builder(status).warnings((int) warnings).build();
  }

  /** Returns what is measured of it. */
  ClusterFigures figures(Instant now) {
    ClusterCounters counters = monitor.counters();
    return new ClusterFigures(status(now), counters, counters.offline(now));
  }

  /** Returns the user that began last of those that use it: its word holds. */
  ClusterSubscriber newest() {
    return newest;
  }

  /** Returns when it was used last, as a number that grows. */
  long used() {
    return used;
  }

  /** Returns whether the cluster is offline. */
  boolean isAway() {
    return away() != null;
  }

  /** Returns what the monitor saw, while the cluster is offline; null otherwise. */
  @Nullable Failure away() {
    return monitor.view().reach() instanceof Reachability.Away away ? away.why() : null;
  }

  List<ClusterSubscription> subscriptions() {
    return List.copyOf(subscriptions);
  }

  List<ClusterSubscriber> subscribers() {
    return subscriptions.stream().map(ClusterSubscription::subscriber).toList();
  }

  void add(ClusterSubscription subscription, long number) {
    subscriptions.add(subscription);
    used = number;
    newest = subscription.subscriber();
    monitor.join(subscription);
    monitor.reconfigure();
  }

  /** Removes a subscription, and returns whether it was the last one. */
  boolean remove(ClusterSubscription subscription) {
    subscriptions.remove(subscription);
    monitor.leave(subscription);
    if (subscriptions.isEmpty()) {
      return true;
    }
    newest = subscriptions.getLast().subscriber();
    monitor.reconfigure();
    return false;
  }
}
