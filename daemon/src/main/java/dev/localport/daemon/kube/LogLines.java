package dev.localport.daemon.kube;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.localport.api.PodLogLine;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.kube.reads.LogStream;
import dev.localport.daemon.net.ForeignText;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The lines in the bytes of a log, each with the time in front of it that was asked for. A line
 * that is longer than 64 KiB is cut, and says so. A last line without a line feed is a line where
 * the answer ends in order; where it breaks off it is none, since the rest of it is still to come.
 */
final class LogLines implements LogReader {
  /** The most bytes that are kept of one line, without its time. */
  static final int MOST = 64 * 1024;

  private static final int TIME = 64; // the most bytes of a time, with the blank behind it

  private static final Duration NO_WAIT = Duration.ZERO;

  private final LogStream stream;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private ByteBuffer chunk = ByteBuffer.allocate(0);
  private long length; // of the line so far; the rest of a very long one is not kept

  LogLines(LogStream stream) {
    this.stream = stream;
  }

  @Override
  public LogRead next(Duration wait) throws KubeException, InterruptedException {
    Duration left = wait;
    while (true) {
      LogRead found = inChunk();
      if (found != null) {
        return found;
      }
      ByteBuffer next = stream.next(left);
      if (next == null) {
        return new LogRead.Quiet();
      } else if (!next.hasRemaining()) {
        return length == 0 ? new LogRead.End() : taken();
      }
      chunk = next;
      left = NO_WAIT; // it has waited: half a line is no reason to wait as long again
    }
  }

  /** Takes what the chunk has of a line; null: it continues in the next chunk. */
  private @Nullable LogRead inChunk() {
    int begin = chunk.position();
    int end = begin;
    while (end < chunk.limit() && chunk.get(end) != '\n') {
      end++;
    }
    keep(begin, end);
    boolean isWhole = end < chunk.limit();
    chunk.position(isWhole ? end + 1 : end);
    return isWhole ? taken() : null;
  }

  private void keep(int begin, int end) {
    length += end - begin;
    int room = Math.min(end - begin, MOST + TIME - line.size());
    if (room > 0) {
      byte[] bytes = new byte[room];
      chunk.get(begin, bytes);
      line.write(bytes, 0, room);
    }
  }

  private LogRead taken() {
    byte[] whole = line.toByteArray();
    int time = 0;
    while (time < whole.length && whole[time] != ' ') {
      time++;
    }
    int begin = Math.min(time + 1, whole.length);
    long bytes = length - begin;
    line.reset();
    length = 0;
    Instant at = at(new String(whole, 0, time, UTF_8));
    if (at == null) {
      return new LogRead.Remark(ForeignText.line(new String(whole, UTF_8)));
    }
    String text = new String(whole, begin, Math.min(MOST, whole.length - begin), UTF_8);
    return new LogRead.Line(new PodLogLine(at, shown(text, bytes)));
  }

  private static String shown(String text, long bytes) {
    String own = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    String shown = ForeignText.output(own, MOST);
    return bytes > MOST ? "%s… (cut: the line has %d bytes)".formatted(shown, bytes) : shown;
  }

  private static @Nullable Instant at(String time) {
    try {
      return OffsetDateTime.parse(time).toInstant();
    } catch (DateTimeException _) {
      return null;
    }
  }

  @Override
  public void close() {
    stream.close();
  }
}
