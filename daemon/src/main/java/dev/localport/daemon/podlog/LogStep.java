package dev.localport.daemon.podlog;

import dev.localport.daemon.kube.LogPod;
import dev.localport.daemon.kube.LogPod.LogContainer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What to do next with a log that is being read. {@link #after} decides; it is pure. */
sealed interface LogStep {
  /** Read on; {@code running}: more lines may be written. */
  record Read(boolean running) implements LogStep {}

  /** The container was restarted: read the rest of the log of the run before. */
  record ReadPrevious() implements LogStep {}

  /** The container was restarted more than once: the rest of this run's log is not kept. */
  record RemainderIsLost() implements LogStep {}

  /**
   * The log was read to its end, and a later run's begins.
   *
   * @param isNext whether it is the very next one
   */
  record Next(String instance, boolean isNext) implements LogStep {}

  /** The log was read to its end; the container may begin again. */
  record Wait(String words) implements LogStep {}

  /** The pod was deleted, or nothing will run in it anymore. */
  record Leave() implements LogStep {}

  /**
   * Decides.
   *
   * @param instance the run of the container that is being read
   * @param complete whether its log was read to its end
   * @param pod the pod as it is now; null: there is none of that name
   */
  static LogStep after(
      String uid, String name, String instance, boolean complete, @Nullable LogPod pod) {
    LogContainer container = pod == null ? null : pod.container(name);
    if (pod == null || container == null || !pod.uid().equals(uid)) {
      return new Leave();
    }
    String now = container.instance();
    if (now == null || now.equals(instance)) {
      return same(pod, container, complete);
    }
    boolean isBefore = instance.equals(container.previous());
    if (!complete) {
      return isBefore ? new ReadPrevious() : new RemainderIsLost();
    }
    return new Next(
        isBefore ? now : Objects.requireNonNullElse(container.previous(), now), isBefore);
  }

  private static LogStep same(LogPod pod, LogContainer container, boolean complete) {
    if (!complete) {
      return new Read(container.running());
    }
    return pod.deleting() || pod.over()
        ? new Leave()
        : new Wait(
            "container %s of pod %s %s".formatted(container.name(), pod.name(), container.words()));
  }
}
