package dev.localport.daemon.kube;

import dev.localport.config.TargetKind;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What makes pods: says by their labels which are its own, and what they will be. */
final class Workloads {
  private static final int REPLICA_SETS = 500;

  private Workloads() {}

  /**
   * Returns the owner of the pods of a workload.
   *
   * @param selector of the workload, as the API writes it
   */
  static PodOwner owner(
      KubernetesClient client, TargetKind kind, String namespace, Workload found, String selector) {
    String name = found.name();
    return switch (kind) {
      case DEPLOYMENT -> deployment(client, namespace, found, selector);
      case STATEFUL_SET -> new PodOwner.Maker("StatefulSet", name);
      case DAEMON_SET -> new PodOwner.Maker("DaemonSet", name);
      case REPLICA_SET -> new PodOwner.Maker("ReplicaSet", name);
      case JOB -> new PodOwner.Maker("Job", name);
      case SERVICE, POD, SELECTOR ->
          throw new IllegalArgumentException(kind.word() + " is no workload");
    };
  }

  /** It has adopted few, if any; without permission to list them, the names decide. */
  private static PodOwner deployment(
      KubernetesClient client, String namespace, Workload found, String selector) {
    PodOwner.Deployment byName = new PodOwner.Deployment(found.name(), Set.of());
    try {
      return new PodOwner.Deployment(
          found.name(),
          client
              .apps()
              .replicaSets()
              .inNamespace(namespace)
              .withLabelSelector(selector)
              .list(new ListOptionsBuilder().withLimit((long) REPLICA_SETS).build())
              .getItems()
              .stream()
              .map(ReplicaSet::getMetadata)
              .filter(set -> isOf(set, found.uid()))
              .filter(set -> !byName.isNamed(set.getName(), set.getLabels()))
              .map(ObjectMeta::getName)
              .collect(Collectors.toSet()));
    } catch (KubernetesClientException e) {
      return byName;
    }
  }

  private static boolean isOf(ObjectMeta set, String uid) {
    OwnerReference controller = PodOwner.controller(set);
    return controller != null && uid.equals(controller.getUid());
  }

  /**
   * What all kinds of workloads have.
   *
   * @param template null: a ReplicaSet may leave it out
   */
  record Workload(
      String name, String uid, LabelSelector selector, @Nullable PodTemplateSpec template) {
    private static Workload of(
        ObjectMeta object, LabelSelector selector, @Nullable PodTemplateSpec template) {
      return new Workload(object.getName(), String.valueOf(object.getUid()), selector, template);
    }

    /** Returns what its pods will be, where it says so. */
    @Nullable PodSpec pods() {
      return template == null ? null : template.getSpec();
    }
  }

  /** Returns a workload, or null if there is no such object. */
  static @Nullable Workload find(
      KubernetesClient client, TargetKind kind, String namespace, String name) {
    return switch (kind) {
      case DEPLOYMENT -> {
        Deployment found = client.apps().deployments().inNamespace(namespace).withName(name).get();
        yield found == null
            ? null
            : Workload.of(
                found.getMetadata(), found.getSpec().getSelector(), found.getSpec().getTemplate());
      }
      case STATEFUL_SET -> {
        StatefulSet found =
            client.apps().statefulSets().inNamespace(namespace).withName(name).get();
        yield found == null
            ? null
            : Workload.of(
                found.getMetadata(), found.getSpec().getSelector(), found.getSpec().getTemplate());
      }
      case DAEMON_SET -> {
        DaemonSet found = client.apps().daemonSets().inNamespace(namespace).withName(name).get();
        yield found == null
            ? null
            : Workload.of(
                found.getMetadata(), found.getSpec().getSelector(), found.getSpec().getTemplate());
      }
      case REPLICA_SET -> {
        ReplicaSet found = client.apps().replicaSets().inNamespace(namespace).withName(name).get();
        yield found == null
            ? null
            : Workload.of(
                found.getMetadata(), found.getSpec().getSelector(), found.getSpec().getTemplate());
      }
      case JOB -> {
        Job found = client.batch().v1().jobs().inNamespace(namespace).withName(name).get();
        yield found == null
            ? null
            : Workload.of(
                found.getMetadata(), found.getSpec().getSelector(), found.getSpec().getTemplate());
      }
      case SERVICE, POD, SELECTOR ->
          throw new IllegalArgumentException(kind.word() + " is no workload");
    };
  }
}
