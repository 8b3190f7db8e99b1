package dev.localport.daemon.kube.client;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Passes on the events of a watch, one a line, and ends a watch whose line has no end: the client
 * keeps a line until it is whole. Used by one thread at a time.
 */
final class WatchLines implements AsyncBody.Consumer<List<ByteBuffer>> {
  /** The longest event, in bytes: an object of etcd has 1.5 MiB at most. */
  static final int MOST = 4 * 1024 * 1024;

  private final AsyncBody.Consumer<List<ByteBuffer>> consumer;
  private int length;

  WatchLines(AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    this.consumer = consumer;
  }

  @Override
  public void consume(List<ByteBuffer> chunks, AsyncBody from) throws Exception {
    for (ByteBuffer chunk : chunks) {
      count(chunk);
    }
    consumer.consume(chunks, from);
  }

  private void count(ByteBuffer chunk) throws IOException {
    int end = chunk.limit() - 1;
    while (end >= chunk.position() && chunk.get(end) != '\n') {
      end--;
    }
    length = end < chunk.position() ? length + chunk.remaining() : chunk.limit() - 1 - end;
    if (length > MOST) {
      throw new IOException("an event of a watch is longer than %d MiB".formatted(MOST >> 20));
    }
  }
}
