package dev.localport.cli.ui;

import dev.localport.api.Steering;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Texts that fit: measured in columns of a terminal, also where characters take two. */
final class Clip {
  private Clip() {}

  /** Returns a text without what steers a terminal, cut to a width. */
  static AttributedString text(String text, int width, AttributedStyle style) {
    AttributedString whole = new AttributedString(plain(text), style);
    if (whole.columnLength() <= width) {
      return whole;
    }
    return new AttributedStringBuilder()
        .append(whole.columnSubSequence(0, Math.max(0, width - 1)))
        .append("…", style)
        .toAttributedString();
  }

  /** Returns a text in exactly so many columns. */
  static AttributedString padded(String text, int width, AttributedStyle style) {
    AttributedString cut = text(text, width, style);
    return new AttributedStringBuilder()
        .append(cut)
        .append(" ".repeat(Math.max(0, width - cut.columnLength())), style)
        .toAttributedString();
  }

  static int width(String text) {
    return new AttributedString(plain(text)).columnLength();
  }

  private static String plain(String text) {
    return Steering.replaced(text, "", _ -> " ");
  }
}
