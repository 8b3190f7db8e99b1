package dev.localport.daemon.control;

import dev.localport.logs.LogEntry;
import dev.localport.logs.LogFilter;
import dev.localport.logs.LogPosition;
import dev.localport.logs.LogReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Some entries of a log, as many as one message holds.
 *
 * @param entries the oldest first, each with its own lines
 * @param reached how far was read
 */
record LogPage(List<Placed> entries, LogReader.Reached reached) {
  /** The most characters of one entry: each takes six bytes at most, so at least one fits. */
  static final int MOST_OF_ONE = 64 * 1024;

  /**
   * An entry's text.
   *
   * @param end where the next one begins
   */
  record Placed(String text, LogPosition end) {}

  LogPage {
    entries = List.copyOf(entries);
  }

  /** Reads those behind a position. */
  static LogPage read(LogReader log, LogPosition from, LogFilter filter) throws IOException {
    List<Placed> entries = new ArrayList<>();
    LineRoom room = LineRoom.besideOthers();
    LogReader.Reached reached =
        log.read(
            from,
            filter,
            (entry, end) -> {
              String text = cut(entry);
              return room.hasTaken(text) && entries.add(new Placed(text, end));
            });
    return new LogPage(entries, reached);
  }

  private static String cut(LogEntry entry) {
    String text = entry.text();
    if (text.length() <= MOST_OF_ONE) {
      return text;
    }
    boolean isPair = Character.isHighSurrogate(text.charAt(MOST_OF_ONE - 1));
    return text.substring(0, isPair ? MOST_OF_ONE - 1 : MOST_OF_ONE) + "…";
  }

  /** Returns the lines of all of them. */
  List<String> lines() {
    return entries.stream().flatMap(entry -> entry.text().lines()).toList();
  }
}
