package dev.localport.daemon.kube;

import dev.localport.api.PodChange;
import dev.localport.daemon.net.ForeignText;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What changed in a pod, by its own status: Kubernetes writes down when each condition changed
 * last, and when each container started and ended. So it is known for pods from long before the
 * daemon, too. Of each kind there is the newest alone, and of each container the ends of its last
 * two runs at most.
 */
final class PodChanges {
  private static final int MOST = 20;
  private static final Map<String, String> CONDITIONS =
      Map.of("PodScheduled", "scheduled", "Initialized", "initialized");

  private final List<PodChange> changes = new ArrayList<>();

  private PodChanges() {}

  /** Returns the changes, the newest first. */
  static List<PodChange> of(Pod pod) {
    PodChanges found = new PodChanges();
    found.add(pod.getMetadata().getCreationTimestamp(), "created", null, null);
    found.add(deletedAt(pod), "deleted", null, null);
    PodStatus status = pod.getStatus();
    if (status != null) {
      status.getConditions().forEach(found::condition);
      Stream.concat(
              status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream())
          .forEach(found::container);
    }
    return found.changes.stream()
        .sorted(Comparator.comparing(PodChange::at).reversed())
        .limit(MOST)
        .toList();
  }

  /** The time in the object is when its grace is over. */
  private static @Nullable String deletedAt(Pod pod) {
    Instant end = time(pod.getMetadata().getDeletionTimestamp());
    Long grace = pod.getMetadata().getDeletionGracePeriodSeconds();
    return end == null ? null : end.minusSeconds(grace == null ? 0 : grace).toString();
  }

  private void condition(PodCondition condition) {
    boolean holds = "True".equals(condition.getStatus());
    String since = condition.getLastTransitionTime();
    String named = CONDITIONS.get(condition.getType());
    if (named != null && holds) {
      add(since, named, null, null);
    } else if ("Ready".equals(condition.getType())) {
      add(since, holds ? "ready" : "not_ready", null, holds ? null : condition.getReason());
    }
  }

  private void container(ContainerStatus status) {
    ContainerState state = status.getState();
    if (state != null && state.getRunning() != null) {
      add(state.getRunning().getStartedAt(), "started", status.getName(), null);
    }
    ended(status.getName(), state);
    ended(status.getName(), status.getLastState());
  }

  private void ended(@Nullable String container, @Nullable ContainerState state) {
    ContainerStateTerminated end = state == null ? null : state.getTerminated();
    if (end != null) {
      int code = end.getExitCode() == null ? 0 : end.getExitCode();
      String reason = Objects.requireNonNullElse(end.getReason(), "ended");
      add(end.getFinishedAt(), "ended", container, "%s (%d)".formatted(reason, code));
    }
  }

  private void add(
      @Nullable String when, String what, @Nullable String container, @Nullable String detail) {
    Instant at = time(when);
    if (at != null) {
      changes.add(
          new PodChange(
              at, what, ForeignText.lineOrNull(container), ForeignText.lineOrNull(detail)));
    }
  }

  private static @Nullable Instant time(@Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException _) {
      return null; // as good as none
    }
  }
}
