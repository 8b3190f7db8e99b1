package dev.localport.daemon.control;

import dev.localport.paths.LogTail;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the lines of a log to what one message of the protocol holds. There are no pages: a log
 * grows meanwhile, and the whole of it is in the file.
 */
final class NewestLines {
  /** The most characters of one line: each takes six bytes at most, so at least one line fits. */
  static final int MOST_OF_ONE = 64 * 1024;

  private NewestLines() {}

  /** Returns the newest of the lines, each cut where it is too long. */
  static LogTail.Tail of(LogTail.Tail tail) {
    List<String> fitting = new ArrayList<>();
    LineRoom room = LineRoom.almostAll();
    for (String line : tail.lines().reversed()) {
      String shown = cut(line);
      if (!room.hasTaken(shown)) {
        break;
      }
      fitting.add(shown);
    }
    boolean isShort = fitting.size() < tail.lines().size();
    return new LogTail.Tail(fitting.reversed(), tail.truncated() || isShort);
  }

  private static String cut(String line) {
    if (line.length() <= MOST_OF_ONE) {
      return line;
    }
    boolean isPair = Character.isHighSurrogate(line.charAt(MOST_OF_ONE - 1));
    return line.substring(0, isPair ? MOST_OF_ONE - 1 : MOST_OF_ONE) + "…";
  }
}
