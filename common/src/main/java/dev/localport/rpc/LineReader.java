package dev.localport.rpc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads lines of UTF-8 of a bounded length. For one thread at a time. */
final class LineReader {
  /** The longest line in bytes, its end not counted. */
  static final int MAX_LINE = 1 << 20;

  private static final int CHUNK = 8 << 10;

  private final ReadableByteChannel channel;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK).flip();
  private boolean ended;

  LineReader(ReadableByteChannel channel) {
    this.channel = channel;
  }

  /**
   * Returns the next line without its end, or null when there is no further one. A line that the
   * end cuts short is dropped: it is unknown what it would have said.
   *
   * @throws RpcException if the line is not UTF-8, and the next one can be read; or if it is longer
   *     than {@link #MAX_LINE}, and there is no next one
   */
  @Nullable String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (!ended) {
      boolean whole = takeUpToEnd(line);
      if (line.size() > MAX_LINE) {
        ended = true;
        throw new RpcException(
            RpcException.INVALID_REQUEST, "the line is longer than " + MAX_LINE + " bytes");
      } else if (whole) {
        return decode(line.toByteArray());
      }
      ended = channel.read(chunk.clear()) < 0;
      chunk.flip();
    }
    return null;
  }

  private boolean takeUpToEnd(ByteArrayOutputStream line) {
    int start = chunk.position();
    int end = start;
    while (end < chunk.limit() && chunk.get(end) != '\n') {
      end++;
    }
    line.write(chunk.array(), start, end - start);
    boolean found = end < chunk.limit();
    chunk.position(found ? end + 1 : end);
    return found;
  }

  private static String decode(byte[] line) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException _) {
      throw new RpcException(RpcException.PARSE_ERROR, "the line is not UTF-8");
    }
  }
}
