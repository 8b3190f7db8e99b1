package dev.localport.cli.client;

import dev.localport.api.ExitCode;
import dev.localport.paths.DaemonFile;
import dev.localport.paths.DaemonLock;
import dev.localport.paths.PathProblem;
import dev.localport.paths.Places;
import dev.localport.paths.PrivateFolder;
import dev.localport.rpc.RpcClient;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Finds the user's daemon. {@code daemon.json} says where it answers; where that leads nowhere, the
 * lock tells whether one lives all the same.
 */
public final class Daemons {
  /**
   * A daemon whose files were removed makes them again within a second; one that is ending or
   * starting holds its lock for some seconds without an answer.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(7);

  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Surroundings surroundings;
  private final Duration patience;

  /** Looks where the surroundings say. */
  public Daemons(Surroundings surroundings) {
    this(surroundings, PATIENCE);
  }

  /** As the other one, with another patience for a daemon that lives and does not answer. */
  Daemons(Surroundings surroundings, Duration patience) {
    this.surroundings = surroundings;
    this.patience = patience;
  }

  /**
   * Connects to the daemon, if one runs.
   *
   * @param listener see {@link RpcClient#connect}
   * @throws CommandException if one runs that speaks another protocol, or cannot be asked
   */
  public Optional<DaemonClient> find(RpcClient.Listener listener) throws CommandException {
    return usable(look(listener));
  }

  /**
   * Returns the daemon that was found, if one runs.
   *
   * @throws CommandException if it speaks another protocol, or cannot be asked
   */
  public static Optional<DaemonClient> usable(Found found) throws CommandException {
    return switch (found) {
      case Found.Running(DaemonClient daemon) -> {
        daemon.requireSameProtocol();
        yield Optional.of(daemon);
      }
      case Found.Unreachable lost -> throw new CommandException(ExitCode.GENERAL, lost.text());
      case Found.None _ -> Optional.empty();
    };
  }

  /** Connects to the daemon; ends the command if none runs. */
  public DaemonClient need(RpcClient.Listener listener) throws CommandException {
    return find(listener).orElseThrow(Daemons::notRunning);
  }

  /** Returns what a command ends with that needs a daemon and starts none. */
  public static CommandException notRunning() {
    return new CommandException(
        ExitCode.GENERAL, "the daemon is not running; start it: localport daemon start");
  }

  /**
   * Looks for the daemon, whatever its protocol.
   *
   * @throws CommandException if its folders are not the user's, or it refuses this user
   */
  public Found look(RpcClient.Listener listener) throws CommandException {
    try {
      return find(listener, System.nanoTime() + patience.toNanos());
    } catch (PathProblem e) {
      throw new CommandException(e.exitCode(), String.valueOf(e.getMessage()), e);
    } catch (RpcException e) {
      throw DaemonClient.refused(e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.GENERAL,
          "cannot tell whether the daemon is running: %s: %s"
              .formatted(surroundings.label(places().lockFile()), e.getMessage()),
          e);
    }
  }

  private Places places() {
    return surroundings.places();
  }

  private Found find(RpcClient.Listener listener, long end)
      throws PathProblem, IOException, CommandException {
    Optional<DaemonFile> file = daemonFile();
    while (true) {
      Attempt attempt = attempt(sockets(file.orElse(null), null), listener);
      if (attempt.daemon() != null) {
        return new Found.Running(attempt.daemon());
      }
      if (!(DaemonLock.ask(places().lockFile())
          instanceof DaemonLock.State.Held(DaemonFile holder))) {
        return new Found.None(file.isPresent());
      }
      if (!attempt.hung()) {
        attempt = attempt(sockets(holder, places().socket()), listener);
      }
      if (attempt.daemon() != null) {
        return new Found.Running(attempt.daemon());
      } else if (attempt.hung() || System.nanoTime() - end >= 0) {
        return new Found.Unreachable(holder == null ? file.orElse(null) : holder, attempt.why());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      file = daemonFile();
    }
  }

  private DaemonLock.State lock() {
    try {
      return DaemonLock.ask(places().lockFile());
    } catch (IOException _) {
      return new DaemonLock.State.Held(null); // it cannot be told, so there is nothing to learn
    }
  }

  private Optional<DaemonFile> daemonFile() throws PathProblem {
    return PrivateFolder.isThere(places().stateFolder())
        ? DaemonFile.find(places().daemonFile())
        : Optional.empty();
  }

  private static Set<Path> sockets(@Nullable DaemonFile daemon, @Nullable Path usual) {
    Set<Path> sockets = new LinkedHashSet<>();
    if (daemon != null) {
      sockets.add(daemon.socket());
    }
    if (usual != null) {
      sockets.add(usual);
    }
    return sockets;
  }

  /**
   * What came of knocking at some sockets.
   *
   * @param why there was no answer
   * @param hung a process listens there and does not respond: asking again would take as long
   */
  private record Attempt(@Nullable DaemonClient daemon, String why, boolean hung) {}

  private Attempt attempt(Set<Path> sockets, RpcClient.Listener listener) throws PathProblem {
    String why = "its socket is missing";
    for (Path socket : sockets) {
      try {
        if (PrivateFolder.isThere(socket.toAbsolutePath().resolveSibling(""))) {
          return new Attempt(DaemonClient.connect(socket, listener), "", false);
        }
      } catch (DaemonClient.NobodyThere _) {
        why = "nothing listens on %s".formatted(surroundings.label(socket));
      } catch (IOException e) {
        return new Attempt(null, "it does not respond: " + e.getMessage(), true);
      }
    }
    return new Attempt(null, why, false);
  }

  /** As {@link #find}; a daemon that does not answer yet counts as none. */
  Optional<DaemonClient> findReady(RpcClient.Listener listener) throws CommandException {
    try {
      DaemonClient found = attempt(sockets(daemonFile().orElse(null), null), listener).daemon();
      if (found == null && lock() instanceof DaemonLock.State.Held(DaemonFile holder)) {
        found = attempt(sockets(holder, null), listener).daemon(); // no daemon.json on a full disk
      }
      return Optional.ofNullable(found);
    } catch (PathProblem e) {
      throw new CommandException(e.exitCode(), String.valueOf(e.getMessage()), e);
    } catch (RpcException e) {
      CommandException refusal = DaemonClient.refused(e);
      if (refusal.exitCode() == ExitCode.PERMISSION) {
        throw refusal;
      }
      return Optional.empty(); // one that is about to end refuses everything
    }
  }
}
