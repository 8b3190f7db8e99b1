package dev.localport.logs;

import java.util.List;

/**
 * A line of a log with the lines that continue with it, such as the trace of an exception.
 * Immutable.
 *
 * @param begin where it begins in its file, in bytes
 * @param end where the next one begins
 * @param lines one at least
 */
public record LogEntry(long begin, long end, List<String> lines) {
  /** Copies the lines. */
  public LogEntry {
    lines = List.copyOf(lines);
  }

  /** Returns the first line, taken apart. */
  public LogLine head() {
    return LogLine.parse(lines.getFirst());
  }

  /** Returns all of it, without the end of the last line. */
  public String text() {
    return lines.size() == 1 ? lines.getFirst() : String.join("\n", lines);
  }
}
