package dev.localport.e2e;

import dev.localport.testing.Await;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Somebody who connects to a local port again and again, each time for one small request, whatever
 * became of the one before. Closing ends it and waits for the connections that are open.
 */
final class ConnectionLoad implements AutoCloseable {
  private static final Duration PACE = Duration.ofMillis(20);

  /** A connection may be held for thirty seconds; longer without a word is hanging. */
  private static final Duration PATIENCE = Duration.ofSeconds(35);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger served = new AtomicInteger();
  private final AtomicInteger reset = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger hung = new AtomicInteger();
  private final int port;
  private final String page;
  private volatile boolean ended;

  /**
   * What became of the connections.
   *
   * @param refused nobody listened
   * @param hung accepted, and neither answered nor ended in time
   */
  record Outcome(int served, int reset, int refused, int hung) {}

  /** Begins to connect. */
  ConnectionLoad(int port) {
    this(port, "/whoami");
  }

  /** Begins to connect and to ask for this page. */
  ConnectionLoad(int port, String page) {
    this.port = port;
    this.page = page;
    var _ = threads.submit(this::run);
  }

  private void run() {
    while (!ended) {
      var _ = threads.submit(this::once);
      LockSupport.parkNanos(PACE.toNanos());
    }
  }

  private void once() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      int bytes = Http.open(socket, page).readAllBytes().length;
      (bytes > 0 ? served : reset).incrementAndGet();
    } catch (ConnectException e) {
      refused.incrementAndGet();
    } catch (SocketTimeoutException e) {
      hung.incrementAndGet();
    } catch (IOException e) {
      reset.incrementAndGet();
    }
  }

  /** Returns what became of the connections that are over. */
  Outcome outcome() {
    return new Outcome(served.get(), reset.get(), refused.get(), hung.get());
  }

  /** Returns how many were served so far. */
  int served() {
    return served.get();
  }

  /** Lets the load go on for so long. */
  void lasts(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    Await.until(time.plusMinutes(1), "end", () -> System.nanoTime() - end >= 0, over -> over);
  }

  @Override
  public void close() {
    ended = true;
    threads.shutdown();
    try {
      boolean _ = threads.awaitTermination(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
