package dev.localport.cli.doctor;

import dev.localport.api.DoctorCheck;
import dev.localport.paths.DaemonFile;
import dev.localport.paths.DaemonLock;
import dev.localport.paths.ThisHost;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who holds the lock that makes the daemon a single one.
 *
 * @param lock asks for it
 */
public record LockCheck(Asking lock) implements Check {
  private static final String ID = "daemon.lock";

  /** Asks for the lock's state. */
  @FunctionalInterface
  public interface Asking {
    /**
     * Asks.
     *
     * @throws IOException if the file system says no
     */
    DaemonLock.State ask() throws IOException;
  }

  @Override
  public List<DoctorCheck> run() {
    try {
      return List.of(
          switch (lock.ask()) {
            case DaemonLock.State.Free _ ->
                DoctorCheck.ok(ID, Groups.DAEMON, "lock", "no daemon holds the lock");
            case DaemonLock.State.Held(DaemonFile holder, var _) -> held(holder);
          });
    } catch (AccessDeniedException _) {
      return List.of(); // the finding about the state folder says it
    } catch (IOException e) {
      return List.of(
          DoctorCheck.broken(
              ID,
              Groups.DAEMON,
              "lock",
              "the lock cannot be asked: " + e.getMessage(),
              "set LOCALPORT_HOME to a folder on this machine"));
    }
  }

  private static DoctorCheck held(@Nullable DaemonFile holder) {
    if (holder == null) {
      return DoctorCheck.ok(ID, Groups.DAEMON, "lock", "a daemon holds the lock");
    } else if (!holder.isOn(ThisHost.name())) {
      return DoctorCheck.broken(
          ID,
          Groups.DAEMON,
          "lock",
          "the daemon of this state folder runs on " + holder.host(),
          "stop it there, or give this machine a folder of its own with LOCALPORT_HOME");
    }
    return DoctorCheck.ok(
        ID, Groups.DAEMON, "lock", "the daemon (pid %d) holds the lock".formatted(holder.pid()));
  }
}
