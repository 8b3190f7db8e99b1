package dev.localport.daemon.kube;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the daemon needs to know of a pod. Immutable.
 *
 * @param phase as Kubernetes writes it: Pending, Running, Succeeded, Failed, Unknown
 * @param ready whether its Ready condition holds
 * @param allReady whether all its containers and readiness gates are ready, whatever its Ready
 *     condition is: the node controller removes that from pods of a node that does not report to it
 * @param deleting whether it is marked for deletion
 * @param created when it was made
 * @param trouble why it is not ready in one phrase, null where nothing is known
 * @param ports its containers' declared ports
 */
public record PodView(
    String name,
    String uid,
    String phase,
    boolean ready,
    boolean allReady,
    boolean deleting,
    Instant created,
    @Nullable String trouble,
    List<Port> ports) {
  /* Why a pod is not ready, where that takes a person, or minutes. */
  private static final Set<String> LASTING =
      Set.of(
          "CrashLoopBackOff",
          "ImagePullBackOff",
          "ErrImagePull",
          "ErrImageNeverPull",
          "InvalidImageName",
          "CreateContainerConfigError",
          "CreateContainerError",
          "RunContainerError",
          "Unschedulable");

  /** A declared port of a container; the name may be null. */
  public record Port(@Nullable String name, int number, String protocol) {}

  /** Copies the ports, so that a pod never changes. */
  public PodView {
    ports = List.copyOf(ports);
  }

  /**
   * Returns whether it may be ready soon: it is not in a state that lasts, such as
   * CrashLoopBackOff. One that is being deleted may make room for the next.
   */
  public boolean isComing() {
    boolean hasEnded = phase.equals("Succeeded") || phase.equals("Failed");
    String why = trouble == null ? "" : trouble.replaceFirst("^Init:", "");
    return deleting || (!hasEnded && !LASTING.contains(why));
  }

  /**
   * Returns whether connections may go there: Ready, or merely Running for a pod that was named
   * itself.
   */
  public boolean serves(boolean runningIsEnough) {
    return !deleting && phase.equals("Running") && (ready || runningIsEnough);
  }

  /**
   * Returns whether connections may go there where no pod is Ready: all that its kubelet reported
   * is. Its node may be lost; a dial decides.
   */
  public boolean isLastResort() {
    return !deleting && phase.equals("Running") && allReady;
  }
}
