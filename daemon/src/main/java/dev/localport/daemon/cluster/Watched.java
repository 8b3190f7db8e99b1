package dev.localport.daemon.cluster;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A cluster, its monitor, and who uses it. {@link Clusters} changes it under its lock; it may be
 * read from any thread.
 */
final class Watched {
  private final ClusterKey key;
  private final List<Seat> seats = new CopyOnWriteArrayList<>();
  private final ClusterHealthMonitor monitor;
  private volatile ClusterUser newest;
  private volatile long used;

  /**
   * Begins to watch over a cluster.
   *
   * @param first its first user, who has yet to be added
   */
  Watched(ClusterKey key, ClusterUser first, Function<Watched, ClusterHealthMonitor> begin) {
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

  /** Returns the user that began last of those that use it: its word holds. */
  ClusterUser newest() {
    return newest;
  }

  /** Returns when it was used last, as a number that grows. */
  long used() {
    return used;
  }

  /** Tells whether the cluster is away. */
  boolean isAway() {
    return monitor.view().reach().isAway();
  }

  List<Seat> seats() {
    return List.copyOf(seats);
  }

  List<ClusterUser> users() {
    return seats.stream().map(Seat::user).toList();
  }

  void add(Seat seat, long number) {
    seats.add(seat);
    used = number;
    newest = seat.user();
    monitor.join(seat);
    monitor.reconfigure();
  }

  /** Takes a seat away, and tells whether it was the last one. */
  boolean remove(Seat seat) {
    seats.remove(seat);
    monitor.leave(seat);
    if (seats.isEmpty()) {
      return true;
    }
    newest = seats.getLast().user();
    monitor.reconfigure();
    return false;
  }
}
