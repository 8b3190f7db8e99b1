package dev.localport.cli.prompt;

import org.jline.consoleui.prompt.ConsolePrompt;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** The library's look in ASCII, without colors where the user wants none. */
@SuppressWarnings("removal") // see KeyQuestions
final class PlainStyle extends ConsolePrompt.UiConfig {
  private final boolean colors;

  PlainStyle(boolean colors) {
    super(">", "[ ] ", "[x] ", "    ");
    this.colors = colors;
    setCancellableFirstPrompt(true); // else Esc does nothing
  }

  @Override
  public AttributedStyle style(String key) {
    return colors ? super.style(key) : AttributedStyle.DEFAULT;
  }

  private AttributedString shown(AttributedString sign) {
    return colors ? sign : new AttributedString(sign.toString());
  }

  @Override
  public AttributedString indicator() {
    return shown(super.indicator());
  }

  @Override
  public AttributedString uncheckedBox() {
    return shown(super.uncheckedBox());
  }

  @Override
  public AttributedString checkedBox() {
    return shown(super.checkedBox());
  }

  @Override
  public AttributedString unavailable() {
    return shown(super.unavailable());
  }
}
