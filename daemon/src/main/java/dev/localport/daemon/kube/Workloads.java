package dev.localport.daemon.kube;

import dev.localport.config.TargetKind;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/** What makes pods and says by their labels which are its own. */
final class Workloads {
  private Workloads() {}

  /** Returns the selector of a workload, or null where there is no such object. */
  static @Nullable LabelSelector findSelector(
      KubernetesClient client, TargetKind kind, String namespace, String name) {
    return switch (kind) {
      case DEPLOYMENT -> {
        Deployment found = client.apps().deployments().inNamespace(namespace).withName(name).get();
        yield found == null ? null : found.getSpec().getSelector();
      }
      case STATEFUL_SET -> {
        StatefulSet found =
            client.apps().statefulSets().inNamespace(namespace).withName(name).get();
        yield found == null ? null : found.getSpec().getSelector();
      }
      case DAEMON_SET -> {
        DaemonSet found = client.apps().daemonSets().inNamespace(namespace).withName(name).get();
        yield found == null ? null : found.getSpec().getSelector();
      }
      case REPLICA_SET -> {
        ReplicaSet found = client.apps().replicaSets().inNamespace(namespace).withName(name).get();
        yield found == null ? null : found.getSpec().getSelector();
      }
      case JOB -> {
        Job found = client.batch().v1().jobs().inNamespace(namespace).withName(name).get();
        yield found == null ? null : found.getSpec().getSelector();
      }
      case SERVICE, POD, SELECTOR ->
          throw new IllegalArgumentException(kind.word() + " is no workload");
    };
  }
}
