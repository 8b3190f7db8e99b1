package dev.localport.daemon.cluster;

import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;

/** Is told of all clusters, on their monitors' threads; never blocks. */
public interface ClusterWatcher {
  /** A cluster's state changed. */
  void onChange(ClusterState before, ClusterStatus now);

  /**
   * A probe came to its end, and the state is what it was. Of a cluster that is away nobody is told
   * this: it is probed often, and each time the same comes of it.
   */
  void onProbe(ClusterStatus now);
}
