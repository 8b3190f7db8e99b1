package dev.localport.daemon.kube;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The workload that made a pod: where selectors overlap, labels do not say whose a pod is.
 * Immutable.
 */
sealed interface PodOwner {
  /** Returns whether a pod belongs to the workload. */
  boolean owns(Pod pod);

  /**
   * A workload that makes its pods itself.
   *
   * @param kind as pods name it: {@code StatefulSet}
   */
  record Maker(String kind, String name) implements PodOwner {
    @Override
    public boolean owns(Pod pod) {
      OwnerReference controller = controller(pod.getMetadata());
      return controller != null
          && kind.equals(controller.getKind())
          && name.equals(controller.getName());
    }
  }

  /**
   * A Deployment, whose ReplicaSets make the pods. It names them after itself and the hash of their
   * template, so one that a rollout brings is known without asking for it.
   *
   * @param adopted its ReplicaSets that have other names
   */
  record Deployment(String name, Set<String> adopted) implements PodOwner {
    public Deployment {
      adopted = Set.copyOf(adopted);
    }

    @Override
    public boolean owns(Pod pod) {
      OwnerReference controller = controller(pod.getMetadata());
      return controller != null
          && "ReplicaSet".equals(controller.getKind())
          && (adopted.contains(controller.getName())
              || isNamed(controller.getName(), pod.getMetadata().getLabels()));
    }

    /** Returns whether a ReplicaSet has the name that the Deployment gives. */
    boolean isNamed(@Nullable String replicaSet, @Nullable Map<String, String> labels) {
      String hash = labels == null ? null : labels.get("pod-template-hash");
      return hash != null && (name + "-" + hash).equals(replicaSet);
    }
  }

  /** Returns the one that an object belongs to; null where it belongs to none. */
  static @Nullable OwnerReference controller(ObjectMeta of) {
    List<OwnerReference> owners = of.getOwnerReferences();
    return owners.stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .findFirst()
        .orElse(null);
  }
}
