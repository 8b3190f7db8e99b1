package dev.localport.cli.client;

import dev.localport.api.ExitCode;
import dev.localport.paths.DaemonFile;
import dev.localport.paths.PathProblem;
import dev.localport.paths.PrivateFolder;
import dev.localport.rpc.RpcClient;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the user's running daemon. A socket that nobody listens on counts as no daemon. */
public final class Daemons {
  private final Surroundings surroundings;

  /** Looks where the surroundings say. */
  public Daemons(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Connects to the daemon, if one runs that speaks our protocol.
   *
   * @param listener see {@link RpcClient#connect}
   */
  public Optional<DaemonClient> find(RpcClient.Listener listener) throws CommandException {
    Optional<DaemonClient> found = findAny(listener);
    if (found.isPresent()) {
      found.get().requireSameProtocol();
    }
    return found;
  }

  /** Connects to the daemon, if one runs, whatever its protocol: to stop it. */
  public Optional<DaemonClient> findAny(RpcClient.Listener listener) throws CommandException {
    try {
      return reach(listener);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.GENERAL,
          "a daemon is there and does not answer: " + e.getMessage() + "; see: localport logs",
          e);
    }
  }

  /** Connects to the daemon; ends the command if none runs. */
  public DaemonClient need(RpcClient.Listener listener) throws CommandException {
    Optional<DaemonClient> found = find(listener);
    if (found.isEmpty()) {
      throw new CommandException(
          ExitCode.GENERAL,
          "the daemon does not run (no socket in "
              + surroundings.label(surroundings.places().stateFolder())
              + "); start it: localport daemon start");
    }
    return found.get();
  }

  /** Tells whether a daemon left without having been stopped: in order it takes its file along. */
  public boolean hasDied() {
    return DaemonFile.find(surroundings.places().daemonFile()).isPresent();
  }

  /** As {@link #find}; a daemon that does not answer yet counts as none. */
  Optional<DaemonClient> findReady(RpcClient.Listener listener) throws CommandException {
    try {
      Optional<DaemonClient> found = reach(listener);
      if (found.isPresent()) {
        found.get().requireSameProtocol();
      }
      return found;
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private Optional<DaemonClient> reach(RpcClient.Listener listener)
      throws CommandException, IOException {
    try {
      Optional<Path> socket = socket();
      return socket.isEmpty()
          ? Optional.empty()
          : Optional.of(DaemonClient.connect(socket.get(), listener));
    } catch (PathProblem e) {
      throw new CommandException(e.exitCode(), String.valueOf(e.getMessage()), e);
    } catch (RpcException e) {
      throw DaemonClient.refused(e);
    } catch (DaemonClient.NobodyThere _) {
      return Optional.empty();
    }
  }

  private Optional<Path> socket() throws PathProblem {
    if (!PrivateFolder.isThere(surroundings.places().stateFolder())) {
      return Optional.empty();
    }
    Optional<DaemonFile> file = DaemonFile.find(surroundings.places().daemonFile());
    if (file.isEmpty()
        || !PrivateFolder.isThere(file.get().socket().toAbsolutePath().resolveSibling(""))) {
      return Optional.empty();
    }
    return Optional.of(file.get().socket());
  }
}
