package dev.localport.cli.ui;

import org.jline.utils.AttributedStyle;

/** The colors of the screen, all of the sixteen that every terminal has. */
enum Theme {
  /** For a dark background. */
  DARK(AttributedStyle.BRIGHT, AttributedStyle.BLUE),
  /** For a light background. */
  LIGHT(0, AttributedStyle.CYAN);

  private final int brightness;
  private final int bar;

  Theme(int brightness, int bar) {
    this.brightness = brightness;
    this.bar = bar;
  }

  Theme next() {
    return this == DARK ? LIGHT : DARK;
  }

  AttributedStyle plain() {
    return AttributedStyle.DEFAULT;
  }

  AttributedStyle good() {
    return plain().foreground(AttributedStyle.GREEN + brightness);
  }

  AttributedStyle warning() {
    return plain().foreground(AttributedStyle.YELLOW + brightness);
  }

  AttributedStyle bad() {
    return plain().foreground(AttributedStyle.RED + brightness);
  }

  AttributedStyle quiet() {
    return plain().faint();
  }

  AttributedStyle heading() {
    return plain().bold();
  }

  /** The title and the line of keys. */
  AttributedStyle bar() {
    return plain().background(bar).foreground(AttributedStyle.WHITE + AttributedStyle.BRIGHT);
  }

  /** What must not be missed. */
  AttributedStyle banner() {
    return plain()
        .background(AttributedStyle.RED)
        .foreground(AttributedStyle.WHITE + AttributedStyle.BRIGHT);
  }

  AttributedStyle selected(AttributedStyle of) {
    return of.inverse();
  }
}
