package dev.localport.daemon.net;

import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds the addresses of API servers and proxies. Thread-safe.
 *
 * <p>A name is looked up for each connection, by the system's resolver, on a thread of its own: a
 * name service that does not answer holds up this name, and neither an event loop nor the carriers
 * of virtual threads. Where a name has several addresses, all are tried, and the one that took a
 * connection is used until one to it fails.
 */
final class HostNames extends AddressResolverGroup<InetSocketAddress> {
  /** What all connections of a daemon share. */
  static final HostNames SHARED = new HostNames(InetAddress::getAllByName);

  private static final long LIMIT_SECONDS = 10;

  /** A name service that never answers keeps a thread for each lookup. */
  private static final int MOST_LOOKUPS = 64;

  private final Lookup lookup;
  private final Semaphore lookups = new Semaphore(MOST_LOOKUPS);
  private final Map<InetSocketAddress, CompletableFuture<InetSocketAddress>> looking =
      new ConcurrentHashMap<>();
  private final Map<InetSocketAddress, InetAddress> good = new ConcurrentHashMap<>();

  /** Looks a name up; blocks. */
  @FunctionalInterface
  interface Lookup {
    /** Returns its addresses, the best one first. */
    InetAddress[] all(String host) throws UnknownHostException;
  }

  HostNames(Lookup lookup) {
    this.lookup = lookup;
  }

  /**
   * Returns the address to connect to.
   *
   * @param named a name and a port
   */
  @SuppressWarnings("ReferenceEquality") // it is about which of two futures is in the map
  CompletableFuture<InetSocketAddress> find(InetSocketAddress named) {
    InetAddress literal = NetUtil.createInetAddressFromIpAddressString(named.getHostString());
    if (literal != null) {
      return CompletableFuture.completedFuture(new InetSocketAddress(literal, named.getPort()));
    }
    CompletableFuture<InetSocketAddress> found = new CompletableFuture<>();
    CompletableFuture<InetSocketAddress> shared =
        looking.compute( // one that has ended may be removed in a moment: it says what was
            named, (_, under) -> under == null || under.isDone() ? found : under);
    if (shared != found) {
      return shared;
    }
    var _ =
        found
            .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
            .whenComplete((_, _) -> looking.remove(named, found));
    start(named, found);
    return found;
  }

  private void start(InetSocketAddress named, CompletableFuture<InetSocketAddress> found) {
    if (!lookups.tryAcquire()) {
      found.completeExceptionally(new TimeoutException("too many name lookups hang"));
      return;
    }
    try {
      var _ = Thread.ofPlatform().daemon().name("host-name").start(() -> look(named, found));
    } catch (OutOfMemoryError e) { // there is no thread: this lookup fails, and nothing else
      lookups.release();
      found.completeExceptionally(e);
    }
  }

  private void look(InetSocketAddress named, CompletableFuture<InetSocketAddress> found) {
    try {
      InetAddress[] all = lookup.all(named.getHostString());
      InetAddress one = all.length == 1 ? all[0] : oneOf(List.of(all), named);
      found.complete(new InetSocketAddress(one, named.getPort()));
    } catch (IOException | RuntimeException e) {
      found.completeExceptionally(e);
    } finally {
      lookups.release();
    }
  }

  private InetAddress oneOf(List<InetAddress> all, InetSocketAddress named) {
    InetAddress known = good.get(named);
    if (known != null && all.contains(known)) {
      return known;
    }
    return AddressRace.first(all, named.getPort())
        .map(winner -> {
          good.put(named, winner);
          return winner;
        })
        .orElse(all.getFirst()); // the connection then says what is wrong
  }

  /** Reports that a connection was not made: all addresses are tried with the next one. */
  void failed(InetSocketAddress named) {
    good.remove(named);
  }

  @Override
  protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
    return new OfExecutor(executor);
  }

  private final class OfExecutor extends AbstractAddressResolver<InetSocketAddress> {
    OfExecutor(EventExecutor executor) {
      super(executor, InetSocketAddress.class);
    }

    @Override
    protected boolean doIsResolved(InetSocketAddress address) {
      return !address.isUnresolved();
    }

    @Override
    protected void doResolve(InetSocketAddress named, Promise<InetSocketAddress> promise) {
      var _ =
          find(named)
              .whenComplete((address, thrown) -> {
                if (thrown == null) {
                  promise.trySuccess(address);
                } else {
                  promise.tryFailure(thrown);
                }
              });
    }

    @Override
    protected void doResolveAll(InetSocketAddress named, Promise<List<InetSocketAddress>> promise) {
      var _ =
          find(named)
              .whenComplete((address, thrown) -> {
                if (thrown == null) {
                  promise.trySuccess(List.of(address));
                } else {
                  promise.tryFailure(thrown);
                }
              });
    }
  }
}
