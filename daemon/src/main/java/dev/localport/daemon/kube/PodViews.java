package dev.localport.daemon.kube;

import dev.localport.api.NamedPort;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
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
        status != null && isReady(status.getConditions()),
        pod.getMetadata().getDeletionTimestamp() != null,
        created == null ? Instant.EPOCH : Instant.parse(created),
        status == null ? null : trouble(status),
        ports(pod.getSpec()));
  }

  /** Tells whether nothing runs in a pod any more: each container that it has has ended. */
  static boolean hasEnded(Pod pod) {
    List<ContainerStatus> containers =
        pod.getStatus() == null ? List.of() : pod.getStatus().getContainerStatuses();
    return !containers.isEmpty()
        && containers.stream()
            .allMatch(c -> c.getState() != null && c.getState().getTerminated() != null);
  }

  private static boolean isReady(List<PodCondition> conditions) {
    return conditions.stream()
        .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  private static @Nullable String trouble(PodStatus status) {
    for (ContainerStatus container : status.getContainerStatuses()) {
      ContainerState state = container.getState();
      if (state != null && state.getWaiting() != null && state.getWaiting().getReason() != null) {
        return state.getWaiting().getReason();
      }
    }
    return status.getConditions().stream()
        .filter(c -> "False".equals(c.getStatus()) && c.getReason() != null)
        .map(PodCondition::getReason)
        .findFirst()
        .orElse(null);
  }

  /** Returns the TCP ports that the containers declare. */
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
    return spec.getContainers().stream()
        .flatMap(container -> container.getPorts().stream())
        .map(port ->
            new PodView.Port(
                port.getName(),
                port.getContainerPort(),
                port.getProtocol() == null ? "TCP" : port.getProtocol()))
        .toList();
  }
}
