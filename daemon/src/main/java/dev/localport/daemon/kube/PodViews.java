package dev.localport.daemon.kube;

import dev.localport.api.NamedPort;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads pods of the Kubernetes client. */
final class PodViews {
  private PodViews() {}

  static PodView of(Pod pod) {
    PodStatus status = pod.getStatus();
    String created = pod.getMetadata().getCreationTimestamp();
    return new PodView(
        Objects.requireNonNullElse(pod.getMetadata().getName(), ""),
        String.valueOf(pod.getMetadata().getUid()),
        status == null || status.getPhase() == null ? "Unknown" : status.getPhase(),
        status != null && holds(status.getConditions(), "Ready"),
        status != null && isAllReady(pod),
        pod.getMetadata().getDeletionTimestamp() != null,
        created == null ? Instant.EPOCH : Instant.parse(created),
        status == null ? null : trouble(pod, status),
        ports(pod.getSpec()));
  }

  /** Returns whether nothing runs in a pod anymore: each container that it has has ended. */
  static boolean hasEnded(Pod pod) {
    List<PodContainer> containers =
        PodContainer.of(pod).stream().filter(container -> !container.isInit()).toList();
    return !containers.isEmpty() && containers.stream().allMatch(PodContainer::hasEnded);
  }

  /**
   * Returns whether all is ready that its kubelet reports: containers, sidecars and readiness
   * gates. A pod that is so and not Ready was marked by the node controller, which heard nothing of
   * its node for a while, or of the API server.
   */
  private static boolean isAllReady(Pod pod) {
    List<PodContainer> containers =
        PodContainer.of(pod).stream().filter(container -> !container.isInit()).toList();
    return !containers.isEmpty()
        && containers.stream().allMatch(PodContainer::isReady)
        && pod.getSpec().getReadinessGates().stream()
            .allMatch(gate -> holds(pod.getStatus().getConditions(), gate.getConditionType()));
  }

  private static boolean holds(List<PodCondition> conditions, String type) {
    return conditions.stream()
        .anyMatch(c -> Objects.equals(type, c.getType()) && "True".equals(c.getStatus()));
  }

  /* As kubectl has it: of init containers that are not done, with "Init:" before it. */
  private static @Nullable String trouble(Pod pod, PodStatus status) {
    boolean isInitialized = holds(status.getConditions(), "Initialized");
    List<PodContainer> containers = PodContainer.of(pod);
    for (int i = 0; i < containers.size(); i++) {
      PodContainer one = containers.get(i);
      if (one.status().getName() == null) {
        continue; // nothing is known of it yet
      }
      if (!isInitialized && !one.lets()) {
        String reason = one.reason();
        return "Init:"
            + (reason == null ? i + "/" + pod.getSpec().getInitContainers().size() : reason);
      }
      ContainerState state = one.status().getState();
      if (state != null && state.getWaiting() != null && one.reason() != null) {
        return one.reason();
      }
    }
    return status.getConditions().stream()
        .filter(c -> "False".equals(c.getStatus()) && c.getReason() != null)
        .map(PodCondition::getReason)
        .findFirst()
        .orElse(null);
  }

  /** Returns the TCP ports that the containers declare, and the sidecars. */
  static List<NamedPort> named(@Nullable PodSpec spec) {
    return ports(spec).stream()
        .filter(port -> port.protocol().equals("TCP"))
        .map(port -> new NamedPort(port.name(), port.number()))
        .toList();
  }

  private static List<PodView.Port> ports(@Nullable PodSpec spec) {
    if (spec == null) {
      return List.of();
    }
    return PodContainer.running(spec.getInitContainers(), spec.getContainers())
        .flatMap(container -> container.getPorts().stream())
        .map(port ->
            new PodView.Port(
                port.getName(),
                port.getContainerPort(),
                port.getProtocol() == null ? "TCP" : port.getProtocol()))
        .toList();
  }
}
