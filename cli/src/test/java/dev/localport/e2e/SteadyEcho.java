package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A connection to an echo server over which a line goes twice a second, whatever comes back: what
 * is lost, doubled or broken shows at the end.
 */
final class SteadyEcho implements Closeable {
  private static final Duration PACE = Duration.ofMillis(500);

  private final Socket socket;
  private final List<String> back = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Long> broken = new CompletableFuture<>(); // nanoseconds
  private final Thread writer;
  private final AtomicInteger sent = new AtomicInteger();
  private volatile boolean ended;

  /** Connects, and begins to talk. */
  SteadyEcho(int port) throws IOException {
    socket = Http.connect(port);
    writer = Thread.ofVirtual().name("steady-writer").start(this::write);
    Thread.ofVirtual().name("steady-reader").start(this::read);
  }

  private void write() {
    try {
      while (!ended) {
        socket
            .getOutputStream()
            .write("line %d\n".formatted(sent.get()).getBytes(StandardCharsets.UTF_8));
        sent.incrementAndGet();
        LockSupport.parkNanos(PACE.toNanos());
      }
    } catch (IOException _) {
      broken.complete(System.nanoTime());
    }
  }

  private void read() {
    try {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        back.add(line);
      }
    } catch (IOException _) {
      // told below
    }
    broken.complete(System.nanoTime());
  }

  /** Waits until lines come back. */
  void awaitAnswers() throws InterruptedException {
    int before = back.size();
    Await.until("answers over a connection that is open", () -> back.size() > before + 1);
  }

  /** Waits until it is broken, and returns how long after {@code begun} that was. */
  Duration awaitBroken(long begun) throws InterruptedException {
    Await.until("end of the connection", broken::isDone);
    return Duration.ofNanos(broken.join() - begun);
  }

  /** Sends no more, and fails unless each line came back once and in order. */
  void assertNothingIsLostOrDoubled() throws InterruptedException {
    ended = true;
    writer.join();
    assertThat(broken).as("broken after %d of %d lines", back.size(), sent.get()).isNotDone();
    Await.until("lines back", back::size, count -> count >= sent.get());
    assertThat(back)
        .containsExactlyElementsOf(
            IntStream.range(0, sent.get()).mapToObj(i -> "line " + i).toList());
  }

  @Override
  public void close() throws IOException {
    ended = true;
    socket.close();
  }
}
