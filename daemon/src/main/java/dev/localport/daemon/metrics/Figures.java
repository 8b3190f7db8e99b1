package dev.localport.daemon.metrics;

import dev.localport.api.OperationKind;
import dev.localport.api.ServiceStatus;
import dev.localport.daemon.cluster.ClusterFigures;
import dev.localport.daemon.journal.JournalFigures;
import java.util.List;
import java.util.Map;

/**
 * All that is measured, as it is now. It is made from what is in memory: a page of metrics asks no
 * cluster and reads no file of ours.
 *
 * @param operations how many have ended, by what they were and how they ended
 * @param notifications how many there were, by the result
 */
public record Figures(
    List<ServiceStatus> services,
    List<ClusterFigures> clusters,
    Map<OperationKind, Map<String, Long>> operations,
    JournalFigures journal,
    Map<String, Long> notifications) {
  /** Copies what it is given, so that figures never change. */
  public Figures {
    services = List.copyOf(services);
    clusters = List.copyOf(clusters);
    operations = Map.copyOf(operations);
    notifications = Map.copyOf(notifications);
  }
}
