package dev.localport.daemon.explain;

import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.FailureKind;
import dev.localport.api.PodInfo;
import dev.localport.api.ServiceStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one service.
 *
 * @param cluster with its single nodes; null if it is not watched
 * @param pods those behind the service
 * @param events the recent ones that touch the service, its pods or their nodes
 * @param scaledToZero workloads behind the target that have no replicas: {@code deployment/web}
 * @param now what ages count from
 * @param credentials whose environment its credential plug-in runs with, as a sentence; null where
 *     it has none, or none is known
 * @param writtenIn the file in which the service is written, which its own may include; null: its
 *     own
 */
public record Facts(
    ServiceStatus service,
    @Nullable ClusterStatus cluster,
    List<PodInfo> pods,
    List<ClusterEvent> events,
    List<String> scaledToZero,
    Instant now,
    @Nullable String credentials,
    @Nullable String writtenIn) {
  /** Copies the lists, so that facts never change. */
  public Facts {
    pods = List.copyOf(pods);
    events = List.copyOf(events);
    scaledToZero = List.copyOf(scaledToZero);
  }

  boolean isConnected() {
    return service.state().equals("connected");
  }

  boolean isStopped() {
    return service.state().equals("stopped");
  }

  /** Returns whether it is wanted and does not work. */
  boolean isBroken() {
    return !service.isUp() && !isStopped();
  }

  boolean isFor(String reason) {
    return reason.equals(service.reason());
  }

  /** Returns whether what keeps it from working is of this kind. */
  boolean failsBy(FailureKind kind) {
    return isBroken() && service.lastError() != null && service.lastError().kind() == kind;
  }

  boolean clusterIs(ClusterState state) {
    return cluster != null && cluster.state() == state;
  }

  /** Returns how the service's cluster is called in a sentence. */
  String clusterName() {
    return service.context() == null ? "the cluster" : "the cluster " + service.context();
  }

  /** Returns the words before a {@code kubectl} subcommand for this service's namespace. */
  String kubectl() {
    String words = service.context() == null ? "kubectl" : "kubectl --context " + service.context();
    return service.namespace() == null ? words : words + " -n " + service.namespace();
  }

  /** Returns a command of ours on this service. */
  String localport(String command) {
    return "localport " + command + " " + service.name();
  }

  /** Returns where something of the service can be set: what its own file says wins. */
  String file() {
    return service.configFile() == null ? "the command line" : service.configFile();
  }

  /** Returns where the service is written. */
  String place() {
    return writtenIn == null ? file() : writtenIn;
  }
}
