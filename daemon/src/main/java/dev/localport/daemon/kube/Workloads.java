package dev.localport.daemon.kube;

import dev.localport.config.TargetKind;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/** What makes pods: says by their labels which are its own, and what they will be. */
final class Workloads {
  private Workloads() {}

  /**
   * What all kinds of workloads have.
   *
   * @param template null: a ReplicaSet may leave it out
   */
  record Workload(LabelSelector selector, @Nullable PodTemplateSpec template) {
    /** Returns what its pods will be, where it says so. */
    @Nullable PodSpec pods() {
      return template == null ? null : template.getSpec();
    }
  }

  /** Returns a workload, or null where there is no such object. */
  static @Nullable Workload find(
      KubernetesClient client, TargetKind kind, String namespace, String name) {
    return switch (kind) {
      case DEPLOYMENT -> {
        Deployment found = client.apps().deployments().inNamespace(namespace).withName(name).get();
        yield found == null
            ? null
            : new Workload(found.getSpec().getSelector(), found.getSpec().getTemplate());
      }
      case STATEFUL_SET -> {
        StatefulSet found =
            client.apps().statefulSets().inNamespace(namespace).withName(name).get();
        yield found == null
            ? null
            : new Workload(found.getSpec().getSelector(), found.getSpec().getTemplate());
      }
      case DAEMON_SET -> {
        DaemonSet found = client.apps().daemonSets().inNamespace(namespace).withName(name).get();
        yield found == null
            ? null
            : new Workload(found.getSpec().getSelector(), found.getSpec().getTemplate());
      }
      case REPLICA_SET -> {
        ReplicaSet found = client.apps().replicaSets().inNamespace(namespace).withName(name).get();
        yield found == null
            ? null
            : new Workload(found.getSpec().getSelector(), found.getSpec().getTemplate());
      }
      case JOB -> {
        Job found = client.batch().v1().jobs().inNamespace(namespace).withName(name).get();
        yield found == null
            ? null
            : new Workload(found.getSpec().getSelector(), found.getSpec().getTemplate());
      }
      case SERVICE, POD, SELECTOR ->
          throw new IllegalArgumentException(kind.word() + " is no workload");
    };
  }
}
