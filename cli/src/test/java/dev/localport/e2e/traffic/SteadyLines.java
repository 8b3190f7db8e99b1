package dev.localport.e2e.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Numbered lines that are sent twice a second, whatever comes back: what is lost, doubled or broken
 * shows at the end. Thread-safe.
 */
public final class SteadyLines {
  private static final Duration PACE = Duration.ofMillis(500);

  private final List<String> back = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Long> broken = new CompletableFuture<>(); // nanoseconds
  private final AtomicInteger sent = new AtomicInteger();
  private final Thread writer;
  private volatile boolean ended;

  /** Sends a line. */
  public interface Sender {
    /** Sends it without an end of the line. */
    void send(String line) throws IOException;
  }

  /** Begins to send. */
  public SteadyLines(Sender sender) {
    writer = Thread.ofVirtual().name("steady-writer").start(() -> write(sender));
  }

  private void write(Sender sender) {
    try {
      while (!ended) {
        sender.send("line " + sent.get());
        sent.incrementAndGet();
        LockSupport.parkNanos(PACE.toNanos());
      }
    } catch (IOException _) {
      onBroken();
    }
  }

  /** Takes a line that arrived. */
  public void onLine(String line) {
    back.add(line);
  }

  /** The connection ended. */
  public void onBroken() {
    broken.complete(System.nanoTime());
  }

  /** Takes lines from a stream until it ends. */
  void read(InputStream from) {
    try {
      BufferedReader in = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        onLine(line);
      }
    } catch (IOException _) {
      // told below
    }
    onBroken();
  }

  /** Waits until two more lines arrive; fails when the connection ends. */
  public void awaitAnswers() {
    int before = back.size();
    Await.until(
        "answers over a connection that is open",
        () -> {
          assertThat(broken).as("broken after %d of %d lines", back.size(), sent.get()).isNotDone();
          return back.size() > before + 1;
        });
  }

  /** Waits until the connection is broken, and returns how long after {@code begun} that was. */
  public Duration awaitBroken(long begun) {
    Await.until("end of the connection", broken::isDone);
    return Duration.ofNanos(broken.join() - begun);
  }

  /** Says what became of the connection, after a look of some time. */
  String fate(long begun, Duration time) {
    int before = back.size();
    Await.pass(time);
    if (broken.isDone()) {
      double after = (broken.join() - begun) / 1e9;
      return String.format(Locale.ROOT, "broken %.1f s", after);
    }
    return back.size() > before ? "goes on" : "hangs";
  }

  /** Sends no more, and fails unless each line arrived once and in order. */
  public void assertWhole() throws InterruptedException {
    end();
    writer.join();
    assertThat(broken).as("broken after %d of %d lines", back.size(), sent.get()).isNotDone();
    Await.until("lines back", back::size, count -> count >= sent.get());
    assertThat(back)
        .containsExactlyElementsOf(
            IntStream.range(0, sent.get()).mapToObj(i -> "line " + i).toList());
  }

  /** Sends no more. */
  public void end() {
    ended = true;
  }
}
