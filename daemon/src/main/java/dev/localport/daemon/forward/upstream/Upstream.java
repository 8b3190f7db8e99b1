package dev.localport.daemon.forward.upstream;

import dev.localport.daemon.forward.local.PodRoute;
import dev.localport.daemon.kube.KubeContext;
import dev.localport.daemon.kube.ResolvedTarget;
import dev.localport.daemon.tunnel.Session;
import java.util.List;

/**
 * A session that is up, with what led to it.
 *
 * @param choice its pod, and the ports that are meant there
 */
public record Upstream(
    KubeContext context, ResolvedTarget target, Session session, PodDialer.Choice choice) {
  /** Returns the name of its pod. */
  public String pod() {
    return choice.pod().name();
  }

  /** Returns the pod's port for each port of the service. */
  public List<Integer> ports() {
    return choice.ports();
  }

  /** Returns it as new connections see it; {@code evenIfSuspected}: another is not to be had. */
  PodRoute line(boolean evenIfSuspected) {
    return new PodRoute(session, pod(), ports(), evenIfSuspected);
  }
}
