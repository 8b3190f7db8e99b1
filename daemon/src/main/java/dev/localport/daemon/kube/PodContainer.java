package dev.localport.daemon.kube;

import dev.localport.api.ContainerInfo;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A container of a pod with its status: an init container, a sidecar (an init container with {@code
 * restartPolicy: Always}, which runs on beside the others), or one of the others.
 *
 * @param kind one of the words of {@link ContainerInfo}
 * @param status an empty one where the pod has none for it
 */
record PodContainer(Container spec, String kind, ContainerStatus status) {
  private static final String INITIALIZING = "PodInitializing";

  /** Returns all containers of a pod in the order in which they begin. */
  static List<PodContainer> of(Pod pod) {
    if (pod.getSpec() == null) {
      return List.of();
    }
    List<ContainerStatus> init =
        pod.getStatus() == null ? List.of() : pod.getStatus().getInitContainerStatuses();
    List<ContainerStatus> others =
        pod.getStatus() == null ? List.of() : pod.getStatus().getContainerStatuses();
    return Stream.concat(
            pod.getSpec().getInitContainers().stream().map(each -> of(each, initKind(each), init)),
            pod.getSpec().getContainers().stream()
                .map(each -> of(each, ContainerInfo.CONTAINER, others)))
        .toList();
  }

  /** Returns the containers that run as long as a pod does. */
  static Stream<Container> running(@Nullable List<Container> init, List<Container> others) {
    Stream<Container> sidecars =
        init == null
            ? Stream.empty()
            : init.stream().filter(each -> initKind(each).equals(ContainerInfo.SIDECAR));
    return Stream.concat(sidecars, others.stream());
  }

  private static String initKind(Container container) {
    return "Always".equals(container.getRestartPolicy())
        ? ContainerInfo.SIDECAR
        : ContainerInfo.INIT;
  }

  private static PodContainer of(Container spec, String kind, List<ContainerStatus> statuses) {
    return new PodContainer(
        spec,
        kind,
        statuses.stream()
            .filter(status -> Objects.equals(spec.getName(), status.getName()))
            .findFirst()
            .orElse(new ContainerStatus()));
  }

  boolean isInit() {
    return kind.equals(ContainerInfo.INIT);
  }

  /** Returns whether it is ready; a sidecar has to have started, too. */
  boolean isReady() {
    boolean hasStarted =
        !kind.equals(ContainerInfo.SIDECAR) || Boolean.TRUE.equals(status.getStarted());
    return Boolean.TRUE.equals(status.getReady()) && hasStarted;
  }

  /** Returns whether it runs no more. */
  boolean hasEnded() {
    return status.getState() != null && status.getState().getTerminated() != null;
  }

  /** Returns whether the containers behind it may begin. */
  boolean lets() {
    return switch (kind) {
      case ContainerInfo.INIT -> hasEnded() && exitCode() == 0;
      case ContainerInfo.SIDECAR -> Boolean.TRUE.equals(status.getStarted());
      default -> true;
    };
  }

  private int exitCode() {
    Integer code = status.getState().getTerminated().getExitCode();
    return code == null ? 0 : code;
  }

  /** Returns why it waits or has failed, in the cluster's word; null where it says none. */
  @Nullable String reason() {
    ContainerState state = status.getState();
    if (state == null) {
      return null;
    }
    if (state.getWaiting() != null) {
      String reason = state.getWaiting().getReason();
      return INITIALIZING.equals(reason) ? null : reason;
    }
    if (state.getTerminated() == null || (isInit() && exitCode() == 0)) {
      return null;
    }
    String reason = state.getTerminated().getReason();
    return reason == null ? "ExitCode:" + exitCode() : reason;
  }
}
