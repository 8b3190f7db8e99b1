package dev.localport.daemon.kube.reads;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer that has no end of its own, chunk by chunk, for one reader that may be
 * slow: no more than the window is asked for, so that the server is held back and not our memory
 * filled. The event loop puts chunks in and never blocks.
 */
final class LogBody implements AsyncBody.Consumer<List<ByteBuffer>>, AutoCloseable {
  /** Chunks that are in transit; 8 to 16 KiB each. */
  private static final int WINDOW = 16;

  /** What stands for the end of the body. */
  static final ByteBuffer END = ByteBuffer.allocate(0);

  private final BlockingQueue<ByteBuffer> arrived = new LinkedBlockingQueue<>();
  private @Nullable AsyncBody body;
  private volatile @Nullable Throwable broken;

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
    for (int i = 0; i < WINDOW; i++) {
      answered.consume();
    }
  }

  /* What was asked for once is one chunk: it is asked for again once it is taken. */
  @Override
  public void consume(List<ByteBuffer> chunks, AsyncBody from) {
    ByteBuffer chunk = chunks.size() == 1 ? chunks.getFirst() : joined(chunks);
    if (chunk.hasRemaining()) {
      arrived.add(chunk);
    } else {
      from.consume();
    }
  }

  private static ByteBuffer joined(List<ByteBuffer> chunks) {
    ByteBuffer all = ByteBuffer.allocate(chunks.stream().mapToInt(ByteBuffer::remaining).sum());
    chunks.forEach(all::put);
    return all.flip();
  }

  /**
   * Takes the next chunk.
   *
   * @return null if none comes in that time; {@link #END} where the server ended the body in order
   * @throws IOException if it broke off
   */
  @Nullable ByteBuffer next(Duration wait) throws IOException, InterruptedException {
    ByteBuffer chunk = arrived.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
    if (chunk != null && !chunk.hasRemaining()) { // only the end is empty
      arrived.add(END);
      if (broken != null) {
        throw new IOException("its response was cut off", broken);
      }
    } else if (chunk != null && body != null) {
      body.consume();
    }
    return chunk;
  }

  /** Ends it at once; the connection is not used again. */
  @Override
  public void close() {
    if (body != null) {
      body.cancel();
    }
  }
}
