package dev.localport.daemon.kube;

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
 * @param runningIsEnough whether pods serve that run and are not Ready
 * @param ports one for each port of the service's entry, in order
 */
public record ResolvedTarget(
    String text,
    String namespace,
    @Nullable String podName,
    @Nullable String selector,
    boolean runningIsEnough,
    List<TargetPort> ports) {

  /** Copies the ports, so that a target never changes. */
  public ResolvedTarget {
    ports = List.copyOf(ports);
  }
}
