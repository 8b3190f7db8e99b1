package dev.localport.daemon.kube;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A target as the cluster knows it now: which pods are behind it and which of their ports are
 * meant. Immutable.
 *
 * @param text the target as the user knows it, for messages: {@code service/web}
 * @param namespace where it is
 * @param podName the one pod, or null where {@code selector} says which
 * @param selector a label selector as the API writes it, or null for one pod
 * @param owner the workload that pods have to belong to as well; null: the selector says it all
 * @param runningIsEnough whether pods serve that run and are not Ready
 * @param ports one for each port of the service's entry, in order
 */
public record ResolvedTarget(
    String text,
    String namespace,
    @Nullable String podName,
    @Nullable String selector,
    @Nullable PodOwner owner,
    boolean runningIsEnough,
    List<TargetPort> ports) {

  /** Creates one whose pods no workload has to own. */
  public ResolvedTarget(
      String text,
      String namespace,
      @Nullable String podName,
      @Nullable String selector,
      boolean runningIsEnough,
      List<TargetPort> ports) {
    this(text, namespace, podName, selector, null, runningIsEnough, ports);
  }

  /**
   * Returns whether connections may go to a pod: it is Ready, or no pod is and its node alone may
   * not be heard.
   *
   * @param all the pods behind the target, this one among them
   */
  public boolean serves(PodView pod, Collection<PodView> all) {
    return pod.serves(runningIsEnough)
        || (pod.isLastResort() && all.stream().noneMatch(one -> one.serves(runningIsEnough)));
  }

  /** Returns whether a pod that the selector selects is meant. */
  boolean isOwned(Pod pod) {
    return owner == null || owner.owns(pod);
  }

  /** Copies the ports, so that a target never changes. */
  public ResolvedTarget {
    ports = List.copyOf(ports);
  }
}
