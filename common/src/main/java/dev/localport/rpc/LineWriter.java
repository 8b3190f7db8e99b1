package dev.localport.rpc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes whole lines of UTF-8; any number of threads may. The lock is held while a line is written,
 * by threads of this connection only: a reader that is slow delays no one else.
 */
final class LineWriter {
  private final WritableByteChannel channel;
  private final ReentrantLock writing = new ReentrantLock();

  LineWriter(WritableByteChannel channel) {
    this.channel = channel;
  }

  /**
   * Writes the line and its end, and waits until the channel has taken them.
   *
   * @param line without a line end
   * @throws RpcException if the line is longer than {@link LineReader#MAX_LINE}; nothing is written
   */
  void writeLine(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + '\n').getBytes(StandardCharsets.UTF_8));
    if (bytes.remaining() > LineReader.MAX_LINE + 1) {
      throw new RpcException(
          RpcException.INTERNAL_ERROR,
          "the message is longer than " + LineReader.MAX_LINE + " bytes");
    }
    writing.lock();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } finally {
      writing.unlock();
    }
  }
}
