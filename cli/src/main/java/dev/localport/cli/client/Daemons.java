package dev.localport.cli.client;

import dev.localport.api.ExitCode;
import dev.localport.paths.DaemonFile;
import dev.localport.paths.DaemonLock;
import dev.localport.paths.DaemonPhase;
import dev.localport.paths.DaemonSearch;
import dev.localport.paths.DaemonSearch.Sight;
import dev.localport.paths.PathProblem;
import dev.localport.paths.Places;
import dev.localport.rpc.RpcClient;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the user's daemon, as {@link DaemonSearch} finds it. Every command comes here, so
 * there is no switch over types: the code of one is made as it is run first, which costs
 * milliseconds.
 */
public final class Daemons {
  /** A daemon whose files were removed makes them again within a second. */
  private static final Duration PATIENCE = Duration.ofSeconds(7);

  /** As long as one may take to end: calls, forwards and event loops have their grace. */
  private static final Duration CHANGING = Duration.ofSeconds(20);

  private final CliEnvironment surroundings;
  private final Duration patience;

  /** Looks where the surroundings say. */
  public Daemons(CliEnvironment surroundings) {
    this(surroundings, PATIENCE);
  }

  /** As the other one, with another patience for a daemon that lives and does not answer. */
  Daemons(CliEnvironment surroundings, Duration patience) {
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
    if (found instanceof Found.Running(DaemonClient daemon)) {
      daemon.requireSameProtocol();
      return Optional.of(daemon);
    }
    if (found instanceof Found.Unreachable lost) {
      throw new CommandException(ExitCode.GENERAL, lost.text());
    }
    return Optional.empty();
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
    return look(listener, CHANGING);
  }

  /**
   * As the other one.
   *
   * @param changing how long to wait for a daemon that is starting or ending
   */
  public Found look(RpcClient.Listener listener, Duration changing) throws CommandException {
    try {
      return find(listener, changing);
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

  private Found find(RpcClient.Listener listener, Duration changing)
      throws PathProblem, IOException {
    Knocking knocking = new Knocking(listener);
    Sight<DaemonClient> sight = search(changing).find(knocking);
    if (sight instanceof Sight.Reached<DaemonClient>(DaemonClient daemon)) {
      return new Found.Running(daemon);
    }
    if (sight instanceof Sight.Silent<DaemonClient>(DaemonFile daemon)) {
      return new Found.Unreachable(daemon, knocking.why);
    }
    return new Found.None(sight.equals(new Sight.Nobody<>(true)));
  }

  /** As {@link #find}; a daemon that does not answer yet counts as none. */
  Optional<DaemonClient> findReady(RpcClient.Listener listener) throws CommandException {
    try {
      return search(Duration.ZERO).findNow(new Knocking(listener))
              instanceof Sight.Reached<DaemonClient>(DaemonClient daemon)
          ? Optional.of(daemon)
          : Optional.empty();
    } catch (PathProblem e) {
      throw new CommandException(e.exitCode(), String.valueOf(e.getMessage()), e);
    } catch (RpcException e) {
      CommandException refusal = DaemonClient.refused(e);
      if (refusal.exitCode() == ExitCode.PERMISSION) {
        throw refusal;
      }
      return Optional.empty(); // one that is about to end refuses everything
    } catch (IOException _) {
      return Optional.empty(); // the lock cannot be asked, so there is nothing to learn
    }
  }

  /** Returns a daemon that is ending, and holds its lock still. */
  Optional<DaemonFile> findEnding() {
    try {
      return DaemonLock.ask(places().lockFile())
                  instanceof DaemonLock.State.Held(DaemonFile holder, DaemonPhase phase)
              && phase == DaemonPhase.ENDING
          ? Optional.ofNullable(holder)
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private DaemonSearch search(Duration changing) {
    return new DaemonSearch(places(), patience, changing);
  }

  /** Connects, and remembers why that did not work. */
  private final class Knocking implements DaemonSearch.Knock<DaemonClient> {
    private final RpcClient.Listener listener;
    private String why = "its socket is missing";

    Knocking(RpcClient.Listener listener) {
      this.listener = listener;
    }

    @Override
    public @Nullable DaemonClient at(Path socket) throws IOException {
      try {
        return DaemonClient.connect(socket, listener);
      } catch (DaemonClient.NobodyThere _) {
        why = "nothing listens on %s".formatted(surroundings.label(socket));
        return null;
      } catch (IOException e) {
        why = "it does not respond: " + e.getMessage();
        throw new DaemonSearch.Unresponsive(e);
      }
    }
  }
}
