package dev.localport.e2e;

import dev.localport.testing.Await;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Asks a service for a page five times a second, each time over a new connection and without
 * waiting for the answers before, and keeps what became of each request. Closing ends it.
 */
final class SteadyRequests implements Closeable {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final List<Long> answered = new CopyOnWriteArrayList<>(); // nanoseconds of their ends
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread asking;
  private volatile boolean over;

  SteadyRequests(int port) {
    asking = Thread.ofVirtual().start(() -> ask(port));
  }

  private void ask(int port) {
    while (!over) {
      requests.execute(() -> request(port));
      Await.pass(PAUSE);
    }
  }

  private void request(int port) {
    long begun = System.nanoTime();
    try (Socket socket = Http.connect(port)) {
      Http.open(socket, "/").readAllBytes();
      answered.add(System.nanoTime());
    } catch (IOException e) {
      long took = Duration.ofNanos(System.nanoTime() - begun).toMillis();
      failures.add("%s after %d ms".formatted(e.getMessage(), took));
    }
  }

  /** Returns how long after a moment, in nanoseconds of the clock, the next answer was there. */
  Duration answeredAfter(long moment) {
    long first =
        Await.until(
            "answer",
            () ->
                answered.stream().mapToLong(end -> end).filter(end -> end > moment).min().orElse(0),
            end -> end > 0);
    return Duration.ofNanos(first - moment);
  }

  int answers() {
    return answered.size();
  }

  /** Returns how the requests failed that did. */
  List<String> failures() {
    return new ArrayList<>(failures);
  }

  /** Returns which share of the requests failed. */
  double failedShare() {
    return (double) failures.size() / (failures.size() + answered.size());
  }

  @Override
  public void close() {
    over = true;
    try {
      asking.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    requests.close(); // waits for the last answers
  }
}
