package dev.localport.daemon;

import dev.localport.api.Methods;
import dev.localport.daemon.journal.NewerStateException;
import dev.localport.daemon.journal.StateFile;
import dev.localport.paths.DaemonFile;
import dev.localport.paths.DaemonLock;
import dev.localport.paths.Places;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcClient;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * What becomes of a daemon that runs already when another one starts. One that is to be replaced
 * goes on forwarding until the new one is ready for its ports.
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
    Duration end(Places places, StateFile disk) throws NewerStateException, IOException {
      disk.requireKnownFormat(); // what would end this one must not cost the user the other
      if (DaemonLock.ask(places.lockFile()) instanceof DaemonLock.State.Held(DaemonFile holder)) {
        DaemonFile.find(places.daemonFile())
            .or(() -> Optional.ofNullable(holder))
            .ifPresent(Predecessor::askToEnd);
      }
      return LOCK_LIMIT;
    }
  };

  private static final Duration ASK_LIMIT = Duration.ofSeconds(5);
  private static final Duration LOCK_LIMIT = Duration.ofSeconds(20);

  /**
   * Ends the daemon that runs, if it is to end; its lock is not free yet when this returns.
   *
   * @return how long to wait for the lock
   * @throws NewerStateException if the new daemon could not take over; the old one goes on
   * @throws IOException if the state or the lock cannot be looked at; the old one goes on
   */
  abstract Duration end(Places places, StateFile disk) throws NewerStateException, IOException;

  private static void askToEnd(DaemonFile running) {
    try (RpcClient client = RpcClient.connect(running.socket(), ASK_LIMIT, (_, _) -> {})) {
      JsonObject replaced = JsonObject.builder().put("replaced", true).build();
      JsonObject _ = client.call(Methods.STOP_DAEMON, replaced, ASK_LIMIT);
    } catch (IOException | RpcException _) {
      // it is gone already, or ends while it answers: the lock shows which
    }
  }
}
