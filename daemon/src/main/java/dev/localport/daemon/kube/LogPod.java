package dev.localport.daemon.kube;

import dev.localport.api.ContainerInfo;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of a pod matters for reading its logs. Immutable.
 *
 * @param created when it was created; null: it is not known
 * @param deleting whether it is marked for deletion
 * @param over whether nothing will run in it anymore: it has succeeded or failed
 * @param main the container that is meant where none is named; null: none is
 * @param containers all of them, those that were added for debugging too
 */
public record LogPod(
    String name,
    String uid,
    @Nullable Instant created,
    boolean deleting,
    boolean over,
    @Nullable String main,
    List<LogContainer> containers) {
  private static final String DEFAULT = "kubectl.kubernetes.io/default-container";

  /** Copies the containers, so that a pod never changes. */
  public LogPod {
    containers = List.copyOf(containers);
  }

  /**
   * One container.
   *
   * @param instance distinguishes this run from others; null: it did not begin yet
   * @param last the same of the run that the API server takes for the previous one; null: there is
   *     none. While a container waits to be restarted, that is {@code instance} itself
   * @param restarts how often it began again
   * @param running whether it runs
   * @param words how it is where it does not run, as the end of a sentence: {@code ended with exit
   *     code 1}
   */
  public record LogContainer(
      String name,
      @Nullable String instance,
      @Nullable String last,
      int restarts,
      boolean running,
      String words) {
    /** Returns the run before {@code instance}; null: there was none, or its log is not kept. */
    public @Nullable String previous() {
      return Objects.equals(last, instance) ? null : last;
    }
  }

  /** Returns the container of that name; null: there is none. */
  public @Nullable LogContainer container(String name) {
    return containers.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
  }

  /** Returns the names of the containers, for words. */
  public String names() {
    return containers.stream().map(LogContainer::name).collect(Collectors.joining(", "));
  }

  /** Reads a pod of the Kubernetes client. */
  static LogPod of(Pod pod) {
    List<PodContainer> all = PodContainer.of(pod);
    List<LogContainer> containers =
        Stream.concat(all.stream().map(one -> of(one.spec().getName(), one.status())), added(pod))
            .toList();
    String created = pod.getMetadata().getCreationTimestamp();
    return new LogPod(
        pod.getMetadata().getName(),
        String.valueOf(pod.getMetadata().getUid()),
        created == null ? null : Instant.parse(created),
        pod.getMetadata().getDeletionTimestamp() != null,
        isOver(pod),
        main(pod, all),
        containers);
  }

  private static boolean isOver(Pod pod) {
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return "Succeeded".equals(phase) || "Failed".equals(phase);
  }

  private static Stream<LogContainer> added(Pod pod) {
    return pod.getStatus() == null
        ? Stream.empty()
        : pod.getStatus().getEphemeralContainerStatuses().stream()
            .map(status -> of(status.getName(), status));
  }

  /** As kubectl chooses: the one that an annotation names, else the only one. */
  private static @Nullable String main(Pod pod, List<PodContainer> all) {
    List<String> names =
        all.stream()
            .filter(one -> one.kind().equals(ContainerInfo.CONTAINER))
            .map(one -> one.spec().getName())
            .toList();
    String named =
        pod.getMetadata().getAnnotations() == null
            ? null
            : pod.getMetadata().getAnnotations().get(DEFAULT);
    if (named != null && names.contains(named)) {
      return named;
    }
    return names.size() == 1 ? names.getFirst() : null;
  }

  private static LogContainer of(String name, ContainerStatus status) {
    ContainerState state = Objects.requireNonNullElseGet(status.getState(), ContainerState::new);
    String last = ended(status.getLastState());
    String own = status.getContainerID();
    String instance = own == null || own.isEmpty() ? last : own;
    return new LogContainer(
        name,
        instance,
        last,
        status.getRestartCount() == null ? 0 : status.getRestartCount(),
        state.getRunning() != null,
        words(state));
  }

  private static @Nullable String ended(@Nullable ContainerState last) {
    ContainerStateTerminated ended = last == null ? null : last.getTerminated();
    return ended == null || ended.getContainerID() == null || ended.getContainerID().isEmpty()
        ? null
        : ended.getContainerID();
  }

  private static String words(ContainerState state) {
    if (state.getTerminated() != null) {
      return "ended with exit code %d".formatted(state.getTerminated().getExitCode());
    }
    String reason = state.getWaiting() == null ? null : state.getWaiting().getReason();
    return reason == null ? "has not started yet" : "is not running (%s)".formatted(reason);
  }
}
