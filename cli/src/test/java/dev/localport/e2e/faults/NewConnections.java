package dev.localport.e2e.faults;

import dev.localport.testing.Await;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A new connection to a local port at a steady pace, each with one question and one answer, and
 * none waits for the others. Thread-safe.
 */
final class NewConnections implements Closeable {
  /** Longer than any connection may wait: for a session, and then until a dead one is noticed. */
  private static final Duration PATIENCE = Duration.ofSeconds(110);

  private final Queue<Attempt> over = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final int port;
  private final String question;
  private final Thread pacer;
  private volatile boolean ended;

  /**
   * A connection that is over.
   *
   * @param begun in nanoseconds of the clock, as {@code ended}
   * @param failure empty where it was answered
   */
  record Attempt(long begun, long ended, String failure) {
    boolean isAnswered() {
      return failure.isEmpty();
    }

    Duration took() {
      return Duration.ofNanos(ended - begun);
    }
  }

  private NewConnections(int port, Duration pace, String question) {
    this.port = port;
    this.question = question;
    this.pacer = Thread.ofVirtual().name("new-connections").start(() -> run(pace));
  }

  /** Begins to ask an echo server. */
  static NewConnections toEcho(int port, Duration pace) {
    return new NewConnections(port, pace, "a line\n");
  }

  /** Begins to ask a web server. */
  static NewConnections toWeb(int port, Duration pace) {
    return new NewConnections(port, pace, "GET /healthz HTTP/1.0\r\n\r\n");
  }

  private void run(Duration pace) {
    while (!ended) {
      threads.execute(this::once);
      Await.pass(pace);
    }
  }

  private void once() {
    long begun = System.nanoTime();
    String failure = failure(begun);
    over.add(new Attempt(begun, System.nanoTime(), failure));
  }

  private String failure(long begun) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) PATIENCE.minusNanos(System.nanoTime() - begun).toMillis());
      socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
      if (socket.getInputStream().read() < 0) {
        throw new EOFException();
      }
      return "";
    } catch (ConnectException _) {
      return "refused";
    } catch (SocketTimeoutException _) {
      return "hung";
    } catch (IOException _) {
      return "ended";
    }
  }

  /** Returns the connections that are over. */
  List<Attempt> over() {
    return List.copyOf(over);
  }

  /** Waits until a connection that began after a moment is answered, and returns it. */
  Attempt awaitAnswer(long after) {
    return Await.until(
        Duration.ofMinutes(7),
        "answer over a new connection",
        () ->
            over.stream()
                .filter(each -> each.begun() > after && each.isAnswered())
                .findFirst()
                .orElse(new Attempt(0, 0, "none yet")),
        Attempt::isAnswered);
  }

  /** Begins no more, and waits for those that are open. */
  @Override
  public void close() {
    ended = true;
    try {
      pacer.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    threads.close();
  }
}
