package dev.localport.daemon;

import dev.localport.api.Methods;
import dev.localport.daemon.state.NewerStateException;
import dev.localport.daemon.state.StateFile;
import dev.localport.paths.DaemonSearch;
import dev.localport.paths.PathProblem;
import dev.localport.paths.Places;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcClient;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a daemon that runs already when another one starts. One that is to be replaced
 * continues forwarding until the new one is ready for its ports.
 */
enum Predecessor {
  /** It stays, and the new one ends. */
  STAYS {
    @Override
    Duration end(Places places, StateFile disk) {
      return Duration.ZERO;
    }
  },

  /** It ends, and the new one takes over what it did. */
  IS_REPLACED {
    @Override
    Duration end(Places places, StateFile disk)
        throws NewerStateException, IOException, PathProblem {
      disk.requireKnownFormat(); // what would end this one must not cost the user the other
      DaemonSearch.Sight<Boolean> _ =
          new DaemonSearch(places, Duration.ZERO, LOCK_LIMIT).find(Predecessor::askToEnd);
      return LOCK_LIMIT;
    }
  };

  private static final Duration ASK_LIMIT = Duration.ofSeconds(5);
  private static final Duration LOCK_LIMIT = Duration.ofSeconds(20);

  /**
   * Ends the daemon that runs, if it is to end; its lock is not free yet when this returns.
   *
   * @return how long to wait for the lock
   * @throws NewerStateException if the new daemon could not take over; the old one continues
   * @throws IOException if the state or the lock cannot be read; the old one continues
   * @throws PathProblem if a folder is not the user's own; the old one continues
   */
  abstract Duration end(Places places, StateFile disk)
      throws NewerStateException, IOException, PathProblem;

  private static @Nullable Boolean askToEnd(Path socket) {
    try (RpcClient client = RpcClient.connect(socket, ASK_LIMIT, (_, _) -> {})) {
      JsonObject replaced = JsonObject.builder().put("replaced", true).build();
      JsonObject _ = client.call(Methods.STOP_DAEMON, replaced, ASK_LIMIT);
      return true;
    } catch (IOException | RpcException _) {
      return null; // it has already ended, or ends while it answers: the lock shows which
    }
  }
}
