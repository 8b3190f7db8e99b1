package dev.localport.e2e;

import dev.localport.testing.Await;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One connection to an echo server behind a forward, over which a line goes and comes back again
 * and again: what hurts connections that are open shows here.
 */
final class EchoTraffic implements Closeable {
  private static final Duration PACE = Duration.ofMillis(20);

  private final Socket socket;
  private final BufferedReader in;
  private final Thread thread;
  private final AtomicInteger answered = new AtomicInteger();
  private volatile boolean ended;
  private volatile @Nullable IOException broken;

  /** Connects, and begins to talk. */
  EchoTraffic(int port) throws IOException {
    socket = Http.connect(port);
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    thread = Thread.ofVirtual().name("echo-traffic").start(this::run);
  }

  private void run() {
    try {
      while (!ended) {
        ask("line " + answered.get());
        answered.incrementAndGet();
        LockSupport.parkNanos(PACE.toNanos());
      }
    } catch (IOException e) {
      broken = ended ? null : e;
    }
  }

  private void ask(String line) throws IOException {
    socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    String answer = in.readLine();
    if (!line.equals(answer)) {
      throw new IOException("\"%s\" came back as \"%s\"".formatted(line, answer));
    }
  }

  /** Waits for answers to lines that are sent from now on; fails if the connection has broken. */
  void assertGoesOn() throws InterruptedException {
    int before = answered.get();
    Await.until(
        "answers over a connection that is open",
        () -> {
          if (broken != null) {
            throw new AssertionError(
                "the connection broke after %d lines".formatted(answered.get()), broken);
          }
          return answered.get() > before + 1;
        });
  }

  @Override
  public void close() throws IOException {
    ended = true;
    socket.close();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
