package dev.localport.cli.doctor;

import dev.localport.api.DoctorCheck;
import java.util.List;

/** Whether commands can reach the daemon through its socket. */
public record SocketCheck(DaemonFacts daemon, SocketFacts socket, String label) implements Check {
  private static final String ID = "daemon.socket";
  private static final String SUBJECT = "socket";

  @Override
  public List<DoctorCheck> run() {
    return List.of(find());
  }

  private DoctorCheck find() {
    boolean runs = daemon.pid() > 0;
    if (socket.exists() && !socket.owner().equals(socket.user())) {
      return DoctorCheck.broken(
          ID,
          Groups.DAEMON,
          SUBJECT,
          "the socket %s belongs to %s".formatted(label, socket.owner()),
          "run LocalPort as %s, or set LOCALPORT_HOME to a folder of your own"
              .formatted(socket.owner()));
    } else if (socket.exists() && !socket.mode().endsWith("------")) {
      return DoctorCheck.warning(
          ID,
          Groups.DAEMON,
          SUBJECT,
          "the socket %s is open to others (%s)".formatted(label, socket.mode()),
          "close it: chmod 600 '%s'".formatted(socket.path()));
    } else if (socket.exists() && !runs) {
      return DoctorCheck.warning(
          ID,
          Groups.DAEMON,
          SUBJECT,
          "the socket %s is stale: no daemon listens on it".formatted(label),
          "the next daemon replaces it: localport daemon start");
    } else if (!socket.exists() && runs) {
      return DoctorCheck.broken(
          ID,
          Groups.DAEMON,
          SUBJECT,
          "the socket %s is missing, and the daemon runs".formatted(label),
          "the daemon recreates it within a second; if not: localport daemon restart");
    }
    return place();
  }

  private DoctorCheck place() {
    if (socket.path().equals(socket.wanted())) {
      return DoctorCheck.ok(ID, Groups.DAEMON, SUBJECT, "socket " + label);
    }
    return DoctorCheck.warning(
        ID,
        Groups.DAEMON,
        SUBJECT,
        "the socket is %s, since the path of the state folder is too long or on a network file system"
            .formatted(label),
        "works; for a socket beside the state, set LOCALPORT_HOME to a short local path");
  }
}
