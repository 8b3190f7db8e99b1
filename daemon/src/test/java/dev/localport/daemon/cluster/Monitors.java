package dev.localport.daemon.cluster;

import dev.localport.daemon.kube.KubeCluster;
import dev.localport.daemon.kube.reads.ClusterReads;
import dev.localport.daemon.time.Timers;
import java.util.function.Function;

/** Managers of monitors for tests that are about something else. */
public final class Monitors {
  private Monitors() {}

  /** Returns a manager to which every cluster is always there. */
  public static ClusterHealthManager content(Timers timers) {
    return asking(_ -> new FakeReads(), timers);
  }

  /** Returns a manager that asks the clusters. */
  public static ClusterHealthManager asking(Timers timers) {
    return asking(KubeCluster::reads, timers);
  }

  /** Returns a manager that asks something else for each cluster. */
  static ClusterHealthManager asking(Function<KubeCluster, ClusterReads> reads, Timers timers) {
    return new ClusterHealthManager(reads, timers, () -> 0.5, _ -> {});
  }
}
