package dev.localport.daemon.forward.local;

import dev.localport.daemon.tunnel.Session;
import java.util.List;

/**
 * A session that new connections may take.
 *
 * @param pod the name of its pod
 * @param ports the pod's port for each port of the service
 * @param evenIfSuspected whether a session in doubt can be used: another is not to be had
 */
public record PodRoute(Session session, String pod, List<Integer> ports, boolean evenIfSuspected) {
  /** Copies the ports, so that a line never changes. */
  public PodRoute {
    ports = List.copyOf(ports);
  }

  boolean isUsable() {
    return session.takesStreams()
        && !session.isLate()
        && (evenIfSuspected || !session.suspected().isDone());
  }

  boolean isIdle() {
    return session.streamCount() == 0;
  }
}
