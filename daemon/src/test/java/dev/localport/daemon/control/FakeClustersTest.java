package dev.localport.daemon.control;

import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterState;
import dev.localport.api.PodInfo;
import dev.localport.daemon.cluster.ClusterHealthContract;
import dev.localport.daemon.cluster.ClusterHealthProvider;
import java.time.Instant;
import java.util.List;

/** The clusters that tests make up keep what the monitors promise. */
class FakeClustersTest extends ClusterHealthContract {
  private final FakeClusters clusters = new FakeClusters();

  private void set(String context, ClusterState state) {
    clusters.with(ClusterSamples.cluster(context, state, 0, null));
  }

  @Override
  protected ClusterHealthProvider clusters() {
    return clusters;
  }

  @Override
  protected Instant now() {
    return ClusterSamples.NOW;
  }

  @Override
  protected void start(String context, String service, PodInfo... pods) {
    set(context, ClusterState.CONNECTED);
    for (PodInfo pod : pods) {
      clusters.pods.add(pod.usedBy(List.of(service), false));
    }
  }

  @Override
  protected void stop(String context) {
    clusters.statuses.remove(context);
  }

  @Override
  protected void goAway(String context) {
    set(context, ClusterState.OFFLINE);
  }

  @Override
  protected void reject(String context) {
    set(context, ClusterState.ERROR);
  }

  @Override
  protected void happen(String context, List<ClusterEvent> events) {
    clusters.events.put(context, events);
  }
}
