package dev.localport.daemon.kube.client;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the body of an answer, up to a limit and as long as there is room. One thread puts in,
 * another takes at the end. Close it, or its room stays taken.
 *
 * <p>It grows by blocks: an array that doubles would leave as much garbage as the answer is long,
 * in pieces that are too large for the young generation.
 */
final class WholeBody implements AsyncBody.Consumer<List<ByteBuffer>>, AutoCloseable {
  private static final int FIRST = 8 * 1024;
  private static final int BLOCK = 64 * 1024;

  private final AnswerRoom room;
  private final List<ByteBuffer> blocks = new ArrayList<>();
  private final CompletableFuture<Void> enough = new CompletableFuture<>();
  private int most;
  private boolean isBeginningEnough;
  private int size;
  private boolean closed;
  private @Nullable IOException failure;

  WholeBody(int most, AnswerRoom room) {
    this.most = most;
    this.room = room;
  }

  /**
   * Keeps only its beginning: what follows is not asked for. Call it before the first byte.
   *
   * @param bytes how long the beginning is
   */
  synchronized void keepBeginning(int bytes) {
    most = bytes;
    isBeginningEnough = true;
  }

  /** Returns what is completed once the beginning is there, where no more than that is kept. */
  CompletableFuture<Void> enough() {
    return enough;
  }

  @Override
  public synchronized void consume(List<ByteBuffer> chunks, AsyncBody from) throws IOException {
    for (ByteBuffer chunk : chunks) {
      add(chunk);
    }
    if (isBeginningEnough && size == most) {
      enough.complete(null);
    } else {
      from.consume();
    }
  }

  private void add(ByteBuffer chunk) throws IOException {
    int more = chunk.remaining();
    if (closed) {
      throw new IOException("the answer is no longer needed");
    }
    if (more > most - size) {
      if (!isBeginningEnough) {
        throw failed("its response is longer than %d MiB".formatted(most >> 20));
      }
      more = most - size;
    }
    if (!room.grow(size, (long) size + more)) {
      throw failed("its response is too long while other long responses are being read");
    }
    size += more;
    for (int left = more; left > 0; ) {
      left -= append(chunk, left);
    }
  }

  /** Moves what the last block has room for, and returns how many bytes that were. */
  private int append(ByteBuffer chunk, int most) {
    if (blocks.isEmpty() || !blocks.getLast().hasRemaining()) {
      blocks.add(ByteBuffer.allocate(blocks.isEmpty() ? FIRST : BLOCK));
    }
    ByteBuffer last = blocks.getLast();
    int count = Math.min(most, last.remaining());
    last.put(last.position(), chunk, chunk.position(), count);
    last.position(last.position() + count);
    chunk.position(chunk.position() + count);
    return count;
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
    byte[] whole = new byte[size];
    int taken = 0;
    for (ByteBuffer block : blocks) {
      block.get(0, whole, taken, block.position());
      taken += block.position();
    }
    return whole;
  }

  /** Forgets what was gathered. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      room.give(size);
      blocks.clear();
      size = 0;
    }
  }
}
