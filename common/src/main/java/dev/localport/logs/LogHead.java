package dev.localport.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Finds where entries begin in the middle of a file. */
final class LogHead {
  private static final int LOOK = 32; // bytes that show whether a line begins with a time

  private LogHead() {}

  /** Returns where the first line with a time begins behind an offset and before another; or -1. */
  static long first(LogFile file, long from, long to) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(64 << 10);
    long at = from;
    while (at < to) {
      block.clear();
      LogFile.read(file.channel(), block, at);
      int length = block.position();
      int found = find(block.array(), length);
      if (found >= 0) {
        return at + found < to ? at + found : -1;
      }
      if (length < block.capacity()) {
        return -1; // the end of the file
      }
      at += length - LOOK; // a line may begin at the end of what was read
    }
    return -1;
  }

  private static int find(byte[] bytes, int length) {
    for (int i = 0; i + LOOK <= length; i++) {
      if (bytes[i] == '\n' && isHead(bytes, i + 1)) {
        return i + 1;
      }
    }
    return -1;
  }

  private static boolean isHead(byte[] bytes, int begin) {
    return LogLine.isHead(new String(bytes, begin, LOOK - 1, StandardCharsets.ISO_8859_1));
  }
}
