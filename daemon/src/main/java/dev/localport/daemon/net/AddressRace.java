package dev.localport.daemon.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Finds out which of several addresses takes connections. */
final class AddressRace {
  private static final int CONNECT_MILLIS = 3_000;

  /** As Go and browsers: an address has this long before the next one is tried beside it. */
  private static final int HEAD_START_MILLIS = 250;

  private static final int MOST = 8;
  private static final Executor THREADS =
      task -> Thread.ofVirtual().name("address-race").start(task);

  private AddressRace() {}

  /**
   * Returns the first address that takes a connection; empty where none does. Blocks for 5 s at
   * most.
   *
   * @param addresses the best one first; at most eight are tried
   */
  static Optional<InetAddress> first(List<InetAddress> addresses, int port) {
    List<InetAddress> all = addresses.subList(0, Math.min(MOST, addresses.size()));
    CompletableFuture<Optional<InetAddress>> winner = new CompletableFuture<>();
    CompletableFuture<?>[] runs = new CompletableFuture<?>[all.size()];
    for (int i = 0; i < runs.length; i++) {
      InetAddress address = all.get(i);
      runs[i] =
          CompletableFuture.runAsync(
              () -> run(new InetSocketAddress(address, port), winner),
              CompletableFuture.delayedExecutor(
                  (long) i * HEAD_START_MILLIS, TimeUnit.MILLISECONDS, THREADS));
    }
    var _ = CompletableFuture.allOf(runs).whenComplete((_, _) -> winner.complete(Optional.empty()));
    return winner.join();
  }

  private static void run(
      InetSocketAddress address, CompletableFuture<Optional<InetAddress>> winner) {
    if (winner.isDone()) {
      return;
    }
    try (Socket socket = new Socket(Proxy.NO_PROXY)) {
      socket.connect(address, CONNECT_MILLIS);
      winner.complete(Optional.of(address.getAddress()));
    } catch (IOException e) {
      // another one may do
    }
  }
}
