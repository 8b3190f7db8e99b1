package dev.localport.daemon.control;

import dev.localport.api.Caller;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServicesReply;
import dev.localport.api.Waiting;
import dev.localport.daemon.operations.FullQueueException;
import dev.localport.daemon.services.Forwards;
import dev.localport.daemon.services.Listing;
import dev.localport.daemon.services.Selected;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code service.restart} and {@code connection.reconnect}: they act on services that run, and
 * start none. The reply has a stopped service that was named as it is, and where nothing that was
 * meant runs, all of them. Thread-safe.
 *
 * @param what is done to the services of these names
 */
record AgainMethod(Forwards forwards, What what) implements RpcMethod {
  /** Acts on services that run. */
  interface What {
    /**
     * Does it now, or when their clusters are back.
     *
     * @throws FullQueueException if not all that have to wait can; then nothing has begun
     */
    void accept(List<String> names) throws InterruptedException;
  }

  @Override
  public JsonObject call(JsonObject params, RpcConnection from) throws InterruptedException {
    forwards.lend(Caller.from(params).environment());
    Selection selection = Selection.from(params);
    Listing listing = forwards.listing();
    requireContext(selection.context(), listing);
    Selected meant = listing.select(selection);
    List<String> running = meant.names().stream().filter(listing::isRunning).toList();
    act(running);
    forwards.awaitSettled(
        running, Waiting.from(params), Progress.of(params, forwards, running, from));
    List<String> shown =
        meant.names().stream()
            .filter(name ->
                running.isEmpty() || running.contains(name) || selection.names().contains(name))
            .toList();
    List<ServiceStatus> services = forwards.statuses(shown);
    boolean waits = services.stream().anyMatch(service -> service.pending() != null);
    String notSaved = waits ? forwards.notSaved() : null;
    return new ServicesReply(services, meant.unknown(), meant.unknownTags(), List.of(), notSaved)
        .meaning(listing.near(meant))
        .toJson();
  }

  private void act(List<String> names) throws InterruptedException {
    try {
      what.accept(names);
    } catch (FullQueueException e) {
      throw OperationMethods.full(e);
    }
  }

  private static void requireContext(@Nullable String context, Listing listing) {
    if (context != null && !listing.contexts().contains(context)) {
      throw UnknownContext.named(context, listing.contexts());
    }
  }
}
