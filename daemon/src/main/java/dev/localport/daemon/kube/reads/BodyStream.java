package dev.localport.daemon.kube.reads;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer as a stream with a deadline, also for one whose bytes trickle. The event
 * loop puts chunks in and never blocks, since it is not asked for more of them than the window; one
 * other thread reads.
 *
 * <p>An {@link java.io.InputStream} of the Kubernetes client would have no deadline, and would hand
 * over one chunk at a time between the two threads.
 */
final class BodyStream extends InputStream implements AsyncBody.Consumer<List<ByteBuffer>> {
  /** How many chunks of a long answer are in transit; 8 to 16 KiB each. */
  static final int WINDOW = 8;

  /** As many of a watch, whose lines come one by one: very many watches may be open. */
  static final int WINDOW_OF_WATCH = 2;

  private static final int MOST_LEFT_OVER = 8; // chunks that are worth reading to keep a connection
  private static final Duration LEFT_OVER_WAIT = Duration.ofSeconds(1);
  private static final ByteBuffer END = ByteBuffer.allocate(0);

  private final CallDeadline deadline;
  private final int window;
  private final BlockingQueue<ByteBuffer> arrived = new LinkedBlockingQueue<>();
  private @Nullable AsyncBody body;
  private ByteBuffer current = END;
  private boolean ended;
  private volatile @Nullable Throwable broken;

  BodyStream(CallDeadline deadline, int window) {
    this.deadline = deadline;
    this.window = window;
  }

  /** Returns until when it has to be read. */
  CallDeadline deadline() {
    return deadline;
  }

  /** Lets the first bytes come, once the headers are there. */
  void begin(AsyncBody answered) {
    body = answered;
    var _ =
        answered
            .done()
            .whenComplete((_, failure) -> {
              broken = failure;
              arrived.add(END);
            });
    for (int i = 0; i < window; i++) {
      answered.consume();
    }
  }

  @Override
  public void consume(List<ByteBuffer> chunks, AsyncBody from) {
    chunks.stream().filter(ByteBuffer::hasRemaining).forEach(arrived::add);
  }

  @Override
  public int read() throws IOException {
    return current.hasRemaining() || next(deadline.left()) ? current.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (!current.hasRemaining() && !next(deadline.left())) {
      return -1;
    }
    int count = Math.min(length, current.remaining());
    current.get(bytes, offset, count);
    return count;
  }

  /** Takes the next chunk; false at the end. */
  private boolean next(Duration wait) throws IOException {
    if (ended) {
      return false;
    }
    ByteBuffer chunk = deadline.isOver() ? null : poll(wait);
    if (chunk == null) {
      throw deadline.passed();
    }
    if (chunk.equals(END)) {
      ended = true;
      if (broken != null) {
        throw new IOException("its response was cut off", broken);
      }
      return false;
    }
    Objects.requireNonNull(body).consume();
    current = chunk;
    return true;
  }

  private @Nullable ByteBuffer poll(Duration wait) throws InterruptedIOException {
    try {
      return arrived.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the caller is being stopped, and sees it
      throw new InterruptedIOException("the call was stopped");
    }
  }

  /**
   * Reads what little may be left, so that the connection can be reused; where that is more, or
   * does not come, the connection is closed.
   */
  @Override
  public void close() {
    try {
      for (int i = 0; i < MOST_LEFT_OVER && !ended; i++) {
        next(LEFT_OVER_WAIT);
      }
    } catch (IOException _) {
      // what was wanted of the answer is known already, or its failure was reported
    }
    if (!ended && body != null) {
      body.cancel();
    }
    ended = true;
    current = END;
  }
}
