package dev.localport.cli.render;

import dev.localport.api.Steering;

/**
 * Foreign text on one line of a terminal: what a server says must not move the cursor. It has a
 * table of its own of letters that take two columns, since the one of the terminal library costs
 * its start.
 */
public final class OneLine {
  private static final int FIRST_COMBINING = 0x300;

  private OneLine() {}

  /** Returns the text with a blank for each tab and each character that steers a terminal. */
  public static String plain(String text) {
    return Steering.replaced(text, "", _ -> " ");
  }

  /**
   * Returns how many columns of a terminal the text takes: two for each East Asian letter and each
   * emoji, none for a mark that combines with the letter before it.
   */
  public static int width(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < FIRST_COMBINING) {
        width++;
      } else {
        int codePoint = text.codePointAt(i);
        width += columns(codePoint);
        i += Character.charCount(codePoint) - 1;
      }
    }
    return width;
  }

  private static int columns(int codePoint) {
    int type = Character.getType(codePoint);
    boolean combines =
        type == Character.NON_SPACING_MARK
            || type == Character.ENCLOSING_MARK
            || type == Character.FORMAT;
    return combines ? 0 : isWide(codePoint) ? 2 : 1;
  }

  /* The blocks of Unicode's East Asian width W and F, and of emoji, as terminals draw them. */
  private static boolean isWide(int c) {
    return (c >= 0x1100 && c <= 0x115f)
        || (c >= 0x2e80 && c <= 0xa4cf && c != 0x303f)
        || (c >= 0xac00 && c <= 0xd7a3)
        || (c >= 0xf900 && c <= 0xfaff)
        || (c >= 0xfe30 && c <= 0xfe6f)
        || (c >= 0xff00 && c <= 0xff60)
        || (c >= 0xffe0 && c <= 0xffe6)
        || (c >= 0x1f300 && c <= 0x1f64f)
        || (c >= 0x1f680 && c <= 0x1f6ff)
        || (c >= 0x1f900 && c <= 0x1f9ff)
        || (c >= 0x20000 && c <= 0x3fffd);
  }

  /** Returns the end of the text in at most {@code width} columns, with an ellipsis before it. */
  static String cutFront(String text, int width) {
    int over = width(text) - width;
    return over <= 0 ? text : "…" + text.substring(first(text, over + 1, true).length());
  }

  /** Returns the beginning of the text, at most {@code width} columns of it. */
  static String first(String text, int width) {
    return first(text, width, false);
  }

  /* Where the last letter takes two columns, it is in or out as a whole. */
  private static String first(String text, int width, boolean atLeast) {
    int taken = 0;
    int end = 0;
    while (end < text.length() && (!atLeast || taken < width)) {
      int codePoint = text.codePointAt(end);
      int columns = codePoint < FIRST_COMBINING ? 1 : columns(codePoint);
      if (!atLeast && taken + columns > width) {
        break;
      }
      taken += columns;
      end += Character.charCount(codePoint);
    }
    return text.substring(0, end);
  }

  /** Returns the text in at most {@code width} columns, with an ellipsis where it is cut. */
  public static String cut(String text, int width) {
    return width(text) <= width ? text : first(text, Math.max(0, width - 1)).stripTrailing() + "…";
  }
}
