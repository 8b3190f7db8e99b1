package dev.localport.daemon.cluster;

import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterStatus;
import dev.localport.api.PodInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The one door through which the rest of the daemon learns how clusters are. Answers at once from
 * what is known, whether or not the cluster answers now. Thread-safe.
 */
public interface ClusterHealthProvider {
  /**
   * Returns whether it is worth it to ask a cluster for anything: unless its monitor says that it
   * is offline. A context without a monitor, or whose monitor is switched off, counts as healthy.
   */
  boolean isHealthy(String context);

  /**
   * Returns the pods behind active services.
   *
   * @param resource of the service's target, {@code service/postgres}; empty: all of the namespace
   */
  List<PodInfo> podStatus(String context, String namespace, String resource);

  /** Returns what is known of a cluster, or nothing for a context without a monitor. */
  Optional<ClusterStatus> clusterInfo(String context);

  /**
   * Asks the cluster of a service for the workloads behind its target that are scaled to zero,
   * {@code deployment/web}; nothing where it does not say. Blocks, unlike the others, for {@code
   * patience} at most.
   *
   * @param target as the service names it: {@code service/web}
   */
  List<String> scaledToZero(String context, String namespace, String target, Duration patience);

  /** Returns when a cluster was asked last, or nothing where it never was. */
  Optional<Instant> lastCheck(String context);

  /** Returns the known events that were seen since then, warnings first and the newest first. */
  List<ClusterEvent> events(String context, Instant since);
}
