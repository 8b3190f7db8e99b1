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
 * The clusters with a started service. Thread-safe; nobody is asked or told anything under the
 * lock: monitors work on threads of their own.
 */
final class Clusters {
  private final Function<Watched, ClusterHealthMonitor> begin;

  @GuardedBy("this")
  private final Map<ClusterKey, Watched> clusters = new LinkedHashMap<>();

  @GuardedBy("this")
  private final Map<ClusterSubscription, Watched> places = new HashMap<>();

  @GuardedBy("this")
  private long uses;

  /** Makes an empty one. */
  Clusters(Function<Watched, ClusterHealthMonitor> begin) {
    this.begin = begin;
  }

  /** Gives a service its place, at a monitor that begins where there is none. */
  synchronized void place(ClusterSubscription subscription, ClusterKey key) {
    Watched cluster =
        clusters.computeIfAbsent(
            key, absent -> new Watched(absent, subscription.subscriber(), begin));
    cluster.add(subscription, ++uses);
    places.put(subscription, cluster);
  }

  /** Gives a service another place, unless it has that one, or has left. */
  synchronized void move(ClusterSubscription subscription, ClusterKey key) {
    Watched before = places.get(subscription);
    if (before != null && !before.key().equals(key)) {
      place(subscription, key);
      remove(subscription, before);
    }
  }

  /** Takes a service's place away; the last one of a cluster ends its monitor. */
  synchronized void leave(ClusterSubscription subscription) {
    Watched cluster = places.remove(subscription);
    if (cluster != null) {
      remove(subscription, cluster);
    }
  }

  @GuardedBy("this")
  private void remove(ClusterSubscription subscription, Watched cluster) {
    if (cluster.remove(subscription)) {
      clusters.remove(cluster.key());
      cluster.monitor().end();
    }
  }

  /** Returns the cluster of a service, or nothing once it left. */
  synchronized Optional<Watched> find(ClusterSubscription subscription) {
    return Optional.ofNullable(places.get(subscription));
  }

  /** Returns the cluster of a context and a server, or nothing where no service uses it. */
  synchronized Optional<Watched> find(ClusterKey key) {
    return Optional.ofNullable(clusters.get(key));
  }

  /** Returns the cluster of that context which was used last. */
  synchronized Optional<Watched> find(String context) {
    return clusters.values().stream()
        .filter(cluster -> cluster.key().context().equals(context))
        .max(Comparator.comparingLong(Watched::used));
  }

  /** Returns the clusters of that context. */
  synchronized List<Watched> of(String context) {
    return clusters.values().stream()
        .filter(cluster -> cluster.key().context().equals(context))
        .toList();
  }

  /** Returns all of them, in the order in which they began. */
  synchronized List<Watched> all() {
    return List.copyOf(clusters.values());
  }

  /** Ends all monitors. */
  synchronized List<ClusterHealthMonitor> endAll() {
    List<ClusterHealthMonitor> ended = new ArrayList<>();
    for (ClusterSubscription subscription : List.copyOf(places.keySet())) {
      find(subscription)
          .map(Watched::monitor)
          .filter(one -> !ended.contains(one))
          .ifPresent(ended::add);
      subscription.close();
    }
    return ended;
  }
}
