package dev.localport.paths;

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
 * lock shows whether one lives all the same, and which. Blocks; thread-safe.
 *
 * @param running how long to look for a daemon that runs and is not reached: one whose files were
 *     removed makes them again within a second
 * @param changing how long to wait for one that is starting or ending
 */
public record DaemonSearch(Places places, Duration running, Duration changing) {
  /** Between the end of a daemon that hands over and the lock of the next one. */
  private static final Duration HAND_OVER = Duration.ofSeconds(2);

  private static final Duration PAUSE = Duration.ofMillis(50);

  /** Connects to a socket. */
  public interface Knock<T> {
    /**
     * Returns the daemon that answers; null if nothing listens there.
     *
     * @throws Unresponsive if a process listens there and does not answer
     * @throws IOException if the search is to end with it
     */
    @Nullable T at(Path socket) throws IOException;
  }

  /** A process listens and does not answer: trying again would take as long. */
  public static final class Unresponsive extends IOException {
    private static final long serialVersionUID = 1L;

    /** Keeps why there was no answer. */
    public Unresponsive(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** What a search finds. */
  public sealed interface Sight<T> {
    /** A daemon answers. */
    record Reached<T>(T answer) implements Sight<T> {}

    /**
     * A daemon holds the lock, and does not answer.
     *
     * @param daemon what it says about itself; null where that cannot be read
     */
    record Silent<T>(@Nullable DaemonFile daemon) implements Sight<T> {}

    /**
     * No daemon runs.
     *
     * @param crashed the last one ended without cleaning up
     */
    record Nobody<T>(boolean crashed) implements Sight<T> {}
  }

  /** One look at the lock. */
  private record Look<T>(Sight<T> sight, Duration patience) {}

  /**
   * Looks until a daemon answers, none runs, or the time is over.
   *
   * @throws PathProblem if a folder is not the user's own
   * @throws IOException if the lock cannot be asked
   */
  public <T> Sight<T> find(Knock<T> knock) throws IOException, PathProblem {
    long begun = System.nanoTime();
    while (true) {
      Look<T> look = look(knock);
      if (System.nanoTime() - begun >= look.patience().toNanos()) {
        return look.sight();
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Looks once: for a caller that comes back by itself. */
  public <T> Sight<T> findNow(Knock<T> knock) throws IOException, PathProblem {
    return look(knock).sight();
  }

  private <T> Look<T> look(Knock<T> knock) throws IOException, PathProblem {
    DaemonFile file = daemonFile().orElse(null);
    try {
      @Nullable T answer = file == null ? null : knock(knock, Set.of(file.socket()));
      return answer != null ? reached(answer) : lookAtLock(knock, file, running);
    } catch (Unresponsive _) {
      return lookAtLock(_ -> null, file, Duration.ZERO);
    }
  }

  private <T> Look<T> lookAtLock(Knock<T> knock, @Nullable DaemonFile file, Duration quiet)
      throws IOException, PathProblem {
    return switch (DaemonLock.ask(places.lockFile())) {
      case DaemonLock.State.Free(boolean handedOver) -> {
        boolean left = file != null; // a daemon that is stopped removes it
        yield new Look<>(new Sight.Nobody<>(left), left && handedOver ? HAND_OVER : Duration.ZERO);
      }
      case DaemonLock.State.Held(DaemonFile holder, DaemonPhase phase) -> {
        @Nullable T answer = knock(knock, sockets(holder));
        yield answer != null
            ? reached(answer)
            : new Look<>(
                new Sight.Silent<>(holder == null ? file : holder), patience(phase, quiet));
      }
    };
  }

  private static <T> Look<T> reached(T answer) {
    return new Look<>(new Sight.Reached<>(answer), Duration.ZERO);
  }

  private Duration patience(DaemonPhase phase, Duration quiet) {
    return switch (phase) {
      case STARTING, ENDING -> changing;
      case RUNNING -> quiet;
    };
  }

  private Optional<DaemonFile> daemonFile() throws PathProblem {
    return PrivateFolder.isThere(places.stateFolder())
        ? DaemonFile.find(places.daemonFile())
        : Optional.empty();
  }

  private Set<Path> sockets(@Nullable DaemonFile holder) {
    Set<Path> sockets = new LinkedHashSet<>();
    if (holder != null) {
      sockets.add(holder.socket());
    }
    sockets.add(places.socket());
    return sockets;
  }

  private static <T> @Nullable T knock(Knock<T> knock, Set<Path> sockets)
      throws IOException, PathProblem {
    for (Path socket : sockets) {
      if (PrivateFolder.isThere(socket.toAbsolutePath().resolveSibling(""))) {
        @Nullable T answer = knock.at(socket);
        if (answer != null) {
          return answer;
        }
      }
    }
    return null;
  }
}
