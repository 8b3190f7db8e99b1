package dev.localport.daemon.forward.local;

import dev.localport.daemon.health.Connection;
import dev.localport.daemon.health.Dialler;
import io.netty.channel.EventLoop;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * The connection of a service's checks to its pod: over the sessions that the forward has, past its
 * counters. Opens no session, and takes none that a reader holds up: the check would wait for that
 * reader, and blame the service. Thread-safe.
 */
public final class ServiceDialler implements Dialler {
  private final EventLoop loop;
  private final Supplier<List<PodRoute>> sessions;
  private final Supplier<List<PortBinding>> bound;

  /**
   * @param loop the forward's, which owns all its sessions
   * @param sessions those in use; any thread may ask
   * @param bound the forward's ports, none while it does not listen; any thread may ask
   */
  public ServiceDialler(
      EventLoop loop, Supplier<List<PodRoute>> sessions, Supplier<List<PortBinding>> bound) {
    this.loop = loop;
    this.sessions = sessions;
    this.bound = bound;
  }

  @Override
  public List<Integer> localPorts() {
    return bound.get().stream().map(PortBinding::number).toList();
  }

  @Override
  public Optional<Connection> open(int index) throws InterruptedException {
    CompletableFuture<Optional<PodRoute>> best = new CompletableFuture<>();
    loop.execute(() -> best.complete(choose()));
    try {
      return best.get()
          .map(line -> UncountedConnection.open(line.session(), line.ports().get(index)));
    } catch (ExecutionException e) {
      throw new IllegalStateException("the choice never fails", e);
    }
  }

  /** On the event loop. */
  private Optional<PodRoute> choose() {
    return sessions.get().stream()
        .filter(line -> line.isUsable() && line.session().isFree())
        .min(Comparator.comparingInt(line -> line.session().streamCount()));
  }
}
