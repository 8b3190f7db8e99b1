package dev.localport.e2e;

import dev.localport.testing.Await;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Asks a service for a page again and again, over a new connection each time, and keeps how long
 * the slowest answer took. Closing ends it.
 */
final class HealthyService implements Closeable {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final AtomicLong worstNanos = new AtomicLong();
  private final AtomicInteger answers = new AtomicInteger();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final Thread asking;
  private volatile boolean over;

  /** Begins to ask at a local port; an answer may take the given time at most. */
  HealthyService(int port, Duration limit) {
    asking = Thread.ofVirtual().start(() -> ask(port, limit));
  }

  private void ask(int port, Duration limit) {
    try {
      while (!over) {
        long begun = System.nanoTime();
        try (Socket socket = Http.connect(port)) {
          socket.setSoTimeout((int) limit.toMillis());
          Http.open(socket, "/").readAllBytes();
        }
        long took = System.nanoTime() - begun;
        worstNanos.accumulateAndGet(took, Math::max);
        answers.incrementAndGet();
        Await.pass(PAUSE);
      }
    } catch (IOException e) {
      failure.compareAndSet(null, e);
    }
  }

  /** Returns how long the slowest answer took, from the connection to its last byte. */
  long worstMillis() {
    return worstNanos.get() / 1_000_000;
  }

  int answers() {
    return answers.get();
  }

  /**
   * Ends it.
   *
   * @throws IOException if a request failed, or took too long
   */
  @Override
  public void close() throws IOException {
    over = true;
    try {
      asking.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Exception found = failure.get();
    if (found != null) {
      throw new IOException("after %d answers: %s".formatted(answers(), found), found);
    }
  }
}
