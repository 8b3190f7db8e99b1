package dev.localport.cli.render;

import dev.localport.api.Steering;

/** Foreign text on one line of a terminal: what a server says must not move the cursor. */
final class OneLine {
  private OneLine() {}

  /** Returns the text with a blank for each tab and each character that steers a terminal. */
  static String plain(String text) {
    return Steering.replaced(text, "", _ -> " ");
  }

  static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  /**
   * Returns the end of the text in at most {@code width} characters, with an ellipsis before it.
   */
  static String cutFront(String text, int width) {
    int all = width(text);
    return all <= width
        ? text
        : "…" + text.substring(text.offsetByCodePoints(0, all - Math.max(0, width - 1)));
  }

  /** Returns the first characters of the text, at most {@code width}. */
  static String first(String text, int width) {
    return width(text) <= width ? text : text.substring(0, text.offsetByCodePoints(0, width));
  }

  /** Returns the text in at most {@code width} characters, with an ellipsis where it is cut. */
  static String cut(String text, int width) {
    return width(text) <= width
        ? text
        : text.substring(0, text.offsetByCodePoints(0, Math.max(0, width - 1))) + "…";
  }
}
