package dev.localport.cli.ui;

import dev.localport.cli.render.Colour;
import org.jline.utils.AttributedStyle;

/** How lines are drawn. */
public enum Theme {
  /** For a dark background: brighter than the sixteen colors that every terminal has. */
  DARK(AttributedStyle.BRIGHT, AttributedStyle.BLUE),
  /** For a light background, and for any: the colors of our other commands. */
  LIGHT(0, AttributedStyle.CYAN),
  /** Without colors: {@code NO_COLOR}. */
  PLAIN(0, 0);

  private static final int ORANGE = 208; // of the palette of 256, as Colour's

  private final int brightness;
  private final int bar;

  Theme(int brightness, int bar) {
    this.brightness = brightness;
    this.bar = bar;
  }

  /** Returns the other one, where there are colors. */
  Theme next() {
    return switch (this) {
      case DARK -> LIGHT;
      case LIGHT -> DARK;
      case PLAIN -> PLAIN;
    };
  }

  AttributedStyle style(Line.Look look) {
    AttributedStyle plain = AttributedStyle.DEFAULT;
    AttributedStyle white = plain.foreground(AttributedStyle.WHITE + AttributedStyle.BRIGHT);
    return switch (look) {
      case TEXT -> plain;
      case SELECTED -> plain.inverse();
      case BAR -> this == PLAIN ? plain.inverse() : white.background(bar);
      case BANNER -> this == PLAIN ? plain.inverse().bold() : white.background(AttributedStyle.RED);
    };
  }

  /** Returns a color of ours on top of another style. */
  AttributedStyle style(Colour colour, AttributedStyle base) {
    return switch (colour) {
      case NONE -> base;
      case BOLD -> base.bold();
      case DIM -> base.faint();
      case GREEN -> colored(base, AttributedStyle.GREEN + brightness);
      case YELLOW -> colored(base, AttributedStyle.YELLOW + brightness);
      case RED -> colored(base, AttributedStyle.RED + brightness);
      case ORANGE -> colored(base, ORANGE);
      case GREY -> colored(base, AttributedStyle.BLACK + AttributedStyle.BRIGHT);
    };
  }

  private AttributedStyle colored(AttributedStyle base, int color) {
    return this == PLAIN ? base : base.foreground(color);
  }
}
