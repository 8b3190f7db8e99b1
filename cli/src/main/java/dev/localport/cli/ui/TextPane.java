package dev.localport.cli.ui;

import java.util.List;

/** Lines that are read in a window of the screen, and scrolled there. Not thread-safe. */
final class TextPane {
  /** A text for any width of the screen. */
  @FunctionalInterface
  interface Content {
    /** Returns its lines, which may have our colors. */
    List<String> lines(int columns);
  }

  private final boolean isTail;
  private Content content;
  private List<String> lines = List.of();
  private int width;
  private int offset;
  private int height = 1;

  /**
   * Makes a pane.
   *
   * @param isTail whether its end is shown first, and followed while it is in sight
   */
  TextPane(boolean isTail, Content content) {
    this.isTail = isTail;
    this.content = content;
  }

  /** Takes another text; what is in sight stays where it can. */
  void take(Content now) {
    boolean atEnd = isAtEnd();
    content = now;
    arrange(width, atEnd);
  }

  private void arrange(int columns, boolean atEnd) {
    width = columns;
    lines = List.copyOf(content.lines(columns));
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

  private boolean isAtEnd() {
    return isTail && offset >= lastOffset();
  }

  private int lastOffset() {
    return Math.max(0, lines.size() - height);
  }

  /**
   * Returns the lines that are in sight.
   *
   * @param columns how long they may be
   * @param rows how many there is room for
   */
  List<String> window(int columns, int rows) {
    boolean atEnd = isAtEnd();
    height = Math.max(1, rows);
    if (columns != width) {
      arrange(columns, atEnd);
    }
    offset = atEnd ? lastOffset() : Math.min(offset, lastOffset());
    return lines.subList(offset, Math.min(lines.size(), offset + height));
  }

  /** Returns how many lines are out of sight below. */
  int below() {
    return Math.max(0, lines.size() - offset - height);
  }
}
