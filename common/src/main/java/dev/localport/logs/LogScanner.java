package dev.localport.logs;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Takes a part of a file apart into entries, the oldest first. For one part, by one thread. */
final class LogScanner {
  /** The most bytes that are kept of a line. */
  static final int MOST_OF_LINE = 1 << 20;

  /** The most lines of one entry; a trace has fewer. */
  static final int MOST_LINES = 2_000;

  private static final int BLOCK = 64 << 10;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final LogFile file;
  private final Sink sink;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final List<String> lines = new ArrayList<>();
  private final long begun = System.nanoTime();
  private long entryBegin;
  private long lineBegin;
  private boolean hasHead;
  private boolean isOpen = true;

  /** Takes entries. */
  interface Sink {
    /**
     * Takes the next entry, and returns whether it took it; if not, there are no more. It does not
     * wait for anything: reading ends with an error when it takes long.
     */
    boolean take(LogEntry entry) throws IOException;
  }

  private LogScanner(LogFile file, long from, Sink sink) {
    this.file = file;
    this.sink = sink;
    this.entryBegin = from;
    this.lineBegin = from;
  }

  /**
   * Reads from one offset to another.
   *
   * @return where the first entry begins that was not taken; the end of the last whole line where
   *     all were
   */
  @CanIgnoreReturnValue
  static long scan(LogFile file, long from, long to, Sink sink) throws IOException {
    LogScanner scanner = new LogScanner(file, from, sink);
    scanner.read(from, to);
    return scanner.entryBegin;
  }

  private void read(long from, long to) throws IOException {
    byte[] bytes = new byte[BLOCK];
    ByteBuffer block = ByteBuffer.wrap(bytes);
    long at = from;
    boolean isMore = true;
    while (isOpen && isMore && at < to) {
      block.clear().limit((int) Math.min(BLOCK, to - at));
      LogFile.read(file.channel(), block, at);
      block.flip();
      isMore = block.hasRemaining();
      split(bytes, block.limit(), at);
      at += block.limit();
    }
    if (isOpen && !file.isNewest() && line.size() > 0) {
      lineEnds(at); // of a daemon that was killed: nothing is added to it anymore
    }
    if (isOpen && !lines.isEmpty()) {
      flush(lineBegin);
    }
  }

  private void split(byte[] bytes, int count, long offset) throws IOException {
    int begin = 0;
    for (int i = 0; isOpen && i < count; i++) {
      if (bytes[i] == '\n') {
        keep(bytes, begin, i);
        lineEnds(offset + i + 1);
        begin = i + 1;
      }
    }
    if (isOpen) {
      keep(bytes, begin, count);
    }
  }

  private void keep(byte[] bytes, int from, int to) {
    line.write(bytes, from, Math.min(to - from, MOST_OF_LINE - line.size()));
  }

  private void lineEnds(long next) throws IOException {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    String plain = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    boolean isHead = LogLine.isHead(plain);
    if (!lines.isEmpty() && (isHead || !hasHead || lines.size() >= MOST_LINES)) {
      flush(lineBegin);
    }
    if (lines.isEmpty()) {
      hasHead = isHead;
    }
    lines.add(plain);
    lineBegin = next;
  }

  private void flush(long end) throws IOException {
    if (System.nanoTime() - begun > PATIENCE.toNanos()) {
      throw new IOException(
          "the search takes too long; use a simpler pattern or a shorter time" + " range");
    }
    isOpen = sink.take(new LogEntry(entryBegin, end, lines));
    lines.clear();
    if (isOpen) {
      entryBegin = end;
    }
  }
}
