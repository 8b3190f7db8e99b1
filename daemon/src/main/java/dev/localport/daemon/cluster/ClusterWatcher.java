package dev.localport.daemon.cluster;

import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;

/** Is told of all clusters, on their monitors' threads; never blocks. */
public interface ClusterWatcher {
  /** A cluster's state changed. */
  void onChange(ClusterState before, ClusterStatus now);

  /** A cluster was probed, with whatever result. */
  void onProbe(ClusterStatus now);
}
