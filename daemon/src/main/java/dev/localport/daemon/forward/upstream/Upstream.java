package dev.localport.daemon.forward.upstream;

import dev.localport.daemon.forward.local.PodRoute;
import dev.localport.daemon.kube.KubeContext;
import dev.localport.daemon.kube.ResolvedTarget;
import dev.localport.daemon.tunnel.Session;
import java.util.List;

/**
 * A session that is up, with what led to it.
 *
 * @param pod the name of its pod
 * @param ports the pod's port for each port of the service
 */
public record Upstream(
    KubeContext context, ResolvedTarget target, Session session, String pod, List<Integer> ports) {
  /** Copies the ports, so that it never changes. */
  public Upstream {
    ports = List.copyOf(ports);
  }

  /** Returns it as new connections see it; {@code evenIfSuspected}: another is not to be had. */
  PodRoute line(boolean evenIfSuspected) {
    return new PodRoute(session, pod, ports, evenIfSuspected);
  }
}
