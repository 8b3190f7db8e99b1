package dev.localport.daemon.cluster;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The clusters with a started service. Thread-safe; nothing is queried or notified under the lock:
 * monitors work on threads of their own.
 */
final class Clusters {
  private final Function<WatchedCluster, ClusterHealthMonitor> begin;

  @GuardedBy("this")
  private final Map<ClusterKey, WatchedCluster> clusters = new LinkedHashMap<>();

  @GuardedBy("this")
  private final Map<ClusterSubscription, WatchedCluster> places = new HashMap<>();

  @GuardedBy("this")
  private long uses;

  /** Creates an empty one. */
  Clusters(Function<WatchedCluster, ClusterHealthMonitor> begin) {
    this.begin = begin;
  }

  /** Gives a service its place, at a monitor that begins if there is none. */
  synchronized void place(ClusterSubscription subscription, ClusterKey key) {
    WatchedCluster cluster =
        clusters.computeIfAbsent(
            key, absent -> new WatchedCluster(absent, subscription.subscriber(), begin));
    cluster.add(subscription, ++uses);
    places.put(subscription, cluster);
  }

  /** Gives a service another place, unless it has that one, or has left. */
  synchronized void move(ClusterSubscription subscription, ClusterKey key) {
    WatchedCluster before = places.get(subscription);
    if (before != null && !before.key().equals(key)) {
      place(subscription, key);
      remove(subscription, before);
    }
  }

  /** Removes a service's place; the last one of a cluster ends its monitor. */
  synchronized void leave(ClusterSubscription subscription) {
    WatchedCluster cluster = places.remove(subscription);
    if (cluster != null) {
      remove(subscription, cluster);
    }
  }

  @GuardedBy("this")
  private void remove(ClusterSubscription subscription, WatchedCluster cluster) {
    if (cluster.remove(subscription)) {
      clusters.remove(cluster.key());
      cluster.monitor().end();
    }
  }

  /** Returns the cluster of a service, or nothing once it left. */
  synchronized Optional<WatchedCluster> find(ClusterSubscription subscription) {
    return Optional.ofNullable(places.get(subscription));
  }

  /** Returns the cluster of a context and a server, or nothing where no service uses it. */
  synchronized Optional<WatchedCluster> find(ClusterKey key) {
    return Optional.ofNullable(clusters.get(key));
  }

  /** Returns the cluster of that context which was used last. */
  synchronized Optional<WatchedCluster> find(String context) {
    return clusters.values().stream()
        .filter(cluster -> cluster.key().context().equals(context))
        .max(Comparator.comparingLong(WatchedCluster::used));
  }

  /** Returns the clusters of that context. */
  synchronized List<WatchedCluster> of(String context) {
    return clusters.values().stream()
        .filter(cluster -> cluster.key().context().equals(context))
        .toList();
  }

  /** Returns all of them, in the order in which they began. */
  synchronized List<WatchedCluster> all() {
    return List.copyOf(clusters.values());
  }

  /** Ends all monitors. */
  synchronized List<ClusterHealthMonitor> endAll() {
    List<ClusterHealthMonitor> ended = new ArrayList<>();
    for (ClusterSubscription subscription : List.copyOf(places.keySet())) {
      find(subscription)
          .map(WatchedCluster::monitor)
          .filter(one -> !ended.contains(one))
          .ifPresent(ended::add);
      subscription.close();
    }
    return ended;
  }
}
