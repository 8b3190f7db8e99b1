package dev.localport.daemon.kube.client;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers the body of an answer, up to a limit. One thread puts in, another takes at the end. */
final class WholeBody implements AsyncBody.Consumer<List<ByteBuffer>> {
  private final int most;
  private @Nullable IOException failure;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  WholeBody(int most) {
    this.most = most;
  }

  @Override
  public synchronized void consume(List<ByteBuffer> chunks, AsyncBody from) throws IOException {
    for (ByteBuffer chunk : chunks) {
      if (chunk.remaining() > most - bytes.size()) {
        bytes.reset();
        failure = new IOException("its answer is longer than %d MiB".formatted(most >> 20));
        throw failure;
      }
      byte[] part = new byte[chunk.remaining()];
      chunk.get(part);
      bytes.writeBytes(part);
    }
    from.consume();
  }

  /** Returns why it was not taken whole, or what was thrown where that is another reason. */
  synchronized Throwable failure(Throwable thrown) {
    return failure == null ? thrown : failure;
  }

  synchronized byte[] bytes() {
    return bytes.toByteArray();
  }
}
