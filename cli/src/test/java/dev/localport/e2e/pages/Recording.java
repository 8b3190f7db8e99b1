package dev.localport.e2e.pages;

import java.util.ArrayList;
import java.util.List;

/** What a terminal showed, screen by screen. Not thread-safe. */
final class Recording {
  /** No frame is shown longer than this: a reader does not sit through a wait. */
  private static final long LONGEST_MILLIS = 2500;

  private final List<Frame> frames = new ArrayList<>();

  /**
   * A screen.
   *
   * @param millis how long it is shown
   * @param rows its lines, with colors as escape codes
   */
  record Frame(long millis, List<String> rows) {
    Frame {
      rows = List.copyOf(rows);
    }
  }

  /** Adds what the terminal shows for this time; the same screen again only makes it longer. */
  void add(long millis, List<String> rows) {
    if (!frames.isEmpty() && frames.getLast().rows().equals(rows)) {
      Frame last = frames.removeLast();
      frames.add(new Frame(Math.min(LONGEST_MILLIS, last.millis() + millis), rows));
    } else {
      frames.add(new Frame(millis, rows));
    }
  }

  /** Lets the reader look at the newest screen for so much longer. */
  void dwell(long millis) {
    Frame last = frames.removeLast();
    frames.add(new Frame(last.millis() + millis, last.rows()));
  }

  List<Frame> frames() {
    return List.copyOf(frames);
  }
}
