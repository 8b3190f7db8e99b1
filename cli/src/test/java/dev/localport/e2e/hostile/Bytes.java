package dev.localport.e2e.hostile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Frames of SPDY/3.1 and of WebSockets as bytes, right and wrong ones. */
final class Bytes {
  private static final int MEDIUM = 126;
  private static final int LONG = 127;

  private Bytes() {}

  /** Returns a control frame of SPDY. */
  static byte[] control(int type, byte[] content) {
    return ByteBuffer.allocate(8 + content.length)
        .putShort((short) 0x8003)
        .putShort((short) type)
        .putInt(content.length)
        .put(content)
        .array();
  }

  /** Returns a data frame of SPDY. */
  static byte[] data(int stream, byte[] content) {
    return ByteBuffer.allocate(8 + content.length)
        .putInt(stream)
        .putInt(content.length)
        .put(content)
        .array();
  }

  static byte[] ints(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * values.length);
    for (int value : values) {
      bytes.putInt(value);
    }
    return bytes.array();
  }

  /** Returns the head of a WebSocket frame that says it is so long, and what follows. */
  static byte[] frame(boolean last, int opcode, long length, byte[] content) {
    ByteBuffer head = ByteBuffer.allocate(10);
    head.put((byte) ((last ? 0x80 : 0) | opcode));
    if (length >= 0 && length < MEDIUM) {
      head.put((byte) length);
    } else if (length >= 0 && length < 65_536) {
      head.put((byte) MEDIUM).putShort((short) length);
    } else {
      head.put((byte) LONG).putLong(length);
    }
    return join(Arrays.copyOf(head.array(), head.position()), content);
  }

  /** Returns a WebSocket frame that is as long as it says. */
  static byte[] frame(boolean last, int opcode, byte[] content) {
    return frame(last, opcode, content.length, content);
  }

  static byte[] times(int count, byte[] part) {
    byte[] all = new byte[count * part.length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(part, 0, all, i * part.length, part.length);
    }
    return all;
  }

  static byte[] join(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteBuffer all = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] filled(int length, char with) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) with);
    return bytes;
  }
}
