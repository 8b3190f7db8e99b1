package dev.localport.cli.ui;

import dev.localport.cli.render.Ascii;
import dev.localport.cli.render.Colour;
import dev.localport.cli.render.OneLine;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * A line of a full screen.
 *
 * @param text may have our colors; all else that steers a terminal is not shown
 * @param look what it is
 */
public record Line(String text, Look look) {
  /** What a line is, which decides how it is drawn. */
  enum Look {
    /** A text. */
    TEXT,
    /** The service that is selected. */
    SELECTED,
    /** A bar across the screen. */
    BAR,
    /** A bar that must not be missed. */
    BANNER
  }

  /** Returns a line of a text. */
  public static Line text(String text) {
    return new Line(text, Look.TEXT);
  }

  static Line bar(String text, int width) {
    return new Line(OneLine.cut(" " + OneLine.plain(text), width), Look.BAR);
  }

  static Line banner(String text, int width) {
    return new Line(OneLine.cut(" " + OneLine.plain(text), width), Look.BANNER);
  }

  Line selected() {
    return new Line(text, Look.SELECTED);
  }

  /** Returns it as it is drawn, no wider than this; all but texts fill the width. */
  AttributedString drawn(Theme theme, int width, boolean ascii) {
    AttributedStyle base = theme.style(look);
    AttributedStringBuilder line = new AttributedStringBuilder();
    for (Colour.Part part : Colour.parts(ascii ? Ascii.fitted(text) : text)) {
      boolean isColored = look == Look.TEXT || look == Look.SELECTED;
      line.append(OneLine.plain(part.text()), isColored ? theme.style(part.colour(), base) : base);
    }
    int rest = width - line.columnLength();
    if (rest > 0 && look != Look.TEXT) {
      line.append(" ".repeat(rest), base);
    }
    return rest < 0 ? line.columnSubSequence(0, width) : line.toAttributedString();
  }
}
