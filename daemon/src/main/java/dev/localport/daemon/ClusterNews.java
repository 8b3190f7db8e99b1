package dev.localport.daemon;

import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.daemon.cluster.ClusterWatcher;
import java.util.function.Consumer;

/** Passes on that a cluster has trouble: its services are checked sooner then. Thread-safe. */
final class ClusterNews implements ClusterWatcher {
  private volatile Consumer<String> troubled = _ -> {};

  /** Has {@code told} hear of the contexts that have trouble, from now on. */
  void tell(Consumer<String> told) {
    troubled = told;
  }

  @Override
  public void onChange(ClusterState before, ClusterStatus now) {
    if (now.state() == ClusterState.RECONNECTING || now.state() == ClusterState.DEGRADED) {
      troubled.accept(now.context());
    }
  }
}
