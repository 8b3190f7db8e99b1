package dev.localport.daemon.forward.upstream;

import dev.localport.api.Failure;
import dev.localport.daemon.kube.KubeContext;
import org.jspecify.annotations.Nullable;

/** Says whether an attempt is worth it. Thread-safe; answers at once. */
public interface ClusterGate {
  /** Returns whether no attempt can succeed in a cluster: its monitor says that it is offline. */
  boolean isAway(KubeContext context);

  /** Returns what the monitor saw of the forward's cluster; null while that is there. */
  @Nullable Failure away();
}
