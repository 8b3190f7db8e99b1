package dev.localport.cli.ui;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/**
 * The signs of the screen in ASCII, for a terminal whose locale is not UTF-8. Each takes one
 * column, as what it stands for does, so that a drawn line keeps its width.
 */
final class PlainSigns {
  private static final String SIGNS = "●◐○◌·→…↑↓▏";
  private static final String PLAIN = "*!-x->~^v|";

  private PlainSigns() {}

  static AttributedString of(AttributedString line) {
    AttributedStringBuilder plain = new AttributedStringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      int sign = SIGNS.indexOf(line.charAt(i));
      String text = String.valueOf(sign < 0 ? line.charAt(i) : PLAIN.charAt(sign));
      plain.append(text, line.styleAt(i));
    }
    return plain.toAttributedString();
  }
}
