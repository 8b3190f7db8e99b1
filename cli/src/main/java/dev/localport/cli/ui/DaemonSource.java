package dev.localport.cli.ui;

import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.rpc.RpcClient;
import java.util.Optional;

/** Gives connections to the daemon. Thread-safe. */
@FunctionalInterface
public interface DaemonSource {
  /**
   * Connects to the daemon that runs now; empty: none does.
   *
   * @param listener hears what the daemon sends
   * @param mayStart whether one that crashed is started again
   * @throws CommandException if it does not respond, or speaks another protocol
   */
  Optional<DaemonClient> find(RpcClient.Listener listener, boolean mayStart)
      throws CommandException;
}
