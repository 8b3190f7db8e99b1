package dev.localport.daemon;

import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.daemon.cluster.ClusterWatcher;
import java.util.function.Consumer;

/**
 * Passes on how clusters are, and that one has trouble: its services are checked sooner then.
 * Thread-safe.
 */
final class ClusterNews implements ClusterWatcher {
  private final Consumer<ClusterStatus> health;
  private volatile Consumer<String> troubled = _ -> {};

  /** Has {@code health} hear how a cluster is whenever it was asked. */
  ClusterNews(Consumer<ClusterStatus> health) {
    this.health = health;
  }

  /** Has {@code told} hear of the contexts that have trouble, from now on. */
  void tell(Consumer<String> told) {
    troubled = told;
  }

  @Override
  public void onChange(ClusterState before, ClusterStatus now) {
    health.accept(now);
    if (now.state() == ClusterState.RECONNECTING || now.state() == ClusterState.DEGRADED) {
      troubled.accept(now.context());
    }
  }

  @Override
  public void onProbe(ClusterStatus now) {
    health.accept(now);
  }
}
