package dev.localport.cli.ui;

import java.util.List;

/** Lines that are read in a window of the screen, and scrolled there. Not thread-safe. */
final class TextPane {
  private final boolean isTail;
  private List<String> lines;
  private int offset;
  private int height = 1;

  /**
   * Makes a pane.
   *
   * @param isTail whether its end is shown first, and followed while it is in sight
   */
  TextPane(boolean isTail, List<String> lines) {
    this.isTail = isTail;
    this.lines = List.copyOf(lines);
  }

  /** Takes other lines; what is in sight stays where it can. */
  void take(List<String> now) {
    boolean atEnd = isTail && offset >= lastOffset();
    lines = List.copyOf(now);
    offset = atEnd ? lastOffset() : Math.min(offset, lastOffset());
  }

  /** Moves the window down by so many lines; negative: up. */
  void scroll(int by) {
    offset = Math.clamp((long) offset + by, 0, lastOffset());
  }

  /** Moves the window by so many of its heights. */
  void page(int by) {
    scroll(by * Math.max(1, height - 1));
  }

  private int lastOffset() {
    return Math.max(0, lines.size() - height);
  }

  /**
   * Returns the lines that are in sight.
   *
   * @param rows how many there is room for
   */
  List<String> window(int rows) {
    boolean atEnd = isTail && offset >= lastOffset();
    height = Math.max(1, rows);
    offset = atEnd ? lastOffset() : Math.min(offset, lastOffset());
    return lines.subList(offset, Math.min(lines.size(), offset + height));
  }

  /** Returns how many lines are out of sight below. */
  int below() {
    return Math.max(0, lines.size() - offset - height);
  }
}
