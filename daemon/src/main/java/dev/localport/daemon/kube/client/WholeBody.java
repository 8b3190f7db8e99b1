package dev.localport.daemon.kube.client;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the body of an answer, up to a limit and as long as there is room. One thread puts in,
 * another takes at the end. Close it, or its room stays taken.
 */
final class WholeBody implements AsyncBody.Consumer<List<ByteBuffer>>, AutoCloseable {
  private static final int FIRST = 8 * 1024;

  private final int most;
  private final AnswerRoom room;
  private byte[] bytes = new byte[FIRST];
  private int size;
  private boolean closed;
  private @Nullable IOException failure;

  WholeBody(int most, AnswerRoom room) {
    this.most = most;
    this.room = room;
  }

  @Override
  public synchronized void consume(List<ByteBuffer> chunks, AsyncBody from) throws IOException {
    for (ByteBuffer chunk : chunks) {
      add(chunk);
    }
    from.consume();
  }

  private void add(ByteBuffer chunk) throws IOException {
    int more = chunk.remaining();
    if (closed) {
      throw new IOException("the answer is not wanted any more");
    }
    if (more > most - size) {
      throw failed("its answer is longer than %d MiB".formatted(most >> 20));
    }
    if (!room.grow(size, (long) size + more)) {
      throw failed("its answer is too long while other long answers are read");
    }
    if (size + more > bytes.length) {
      int twice = Math.min(most, 2 * bytes.length);
      bytes = Arrays.copyOf(bytes, Math.max(twice, size + more));
    }
    chunk.get(bytes, size, more);
    size += more;
  }

  private IOException failed(String why) {
    IOException thrown = new IOException(why);
    failure = thrown;
    close();
    return thrown;
  }

  /** Returns why it was not taken whole, or what was thrown where that is another reason. */
  synchronized Throwable failure(Throwable thrown) {
    return failure == null ? thrown : failure;
  }

  synchronized byte[] bytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** Forgets what was gathered. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      room.give(size);
      bytes = new byte[0];
      size = 0;
    }
  }
}
