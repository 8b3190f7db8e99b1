package dev.localport.cli.render;

/** The colours of a state. All but orange are of the sixteen that every terminal has. */
enum Colour {
  /** As the rest. */
  NONE(""),
  /** Works. */
  GREEN("\u001b[32m"),
  /** Works, but not as it should. */
  YELLOW("\u001b[33m"),
  /** Is being worked on; of the palette of 256, since the sixteen have none. */
  ORANGE("\u001b[38;5;208m"),
  /** Needs something first, or failed. */
  RED("\u001b[31m"),
  /** Not started, or not known. */
  GREY("\u001b[90m"),
  /** Known from before, and may have changed. */
  DIM("\u001b[2m"),
  /** A heading. */
  BOLD("\u001b[1m");

  private static final String RESET = "\u001b[0m";

  private final String code;

  Colour(String code) {
    this.code = code;
  }

  String paint(String text) {
    return this == NONE ? text : code + text + RESET;
  }

  /** Returns a text without the codes of ours. */
  static String without(String text) {
    StringBuilder result = new StringBuilder();
    int index = 0;
    while (index < text.length()) {
      int code = codeAt(text, index);
      if (code == 0) {
        result.append(text.charAt(index));
      }
      index += Math.max(1, code);
    }
    return result.toString();
  }

  /** Returns the length of the code that begins at {@code index}; 0: none of ours does. */
  static int codeAt(String text, int index) {
    if (text.startsWith(RESET, index)) {
      return RESET.length();
    }
    for (Colour colour : values()) {
      if (colour != NONE && text.startsWith(colour.code, index)) {
        return colour.code.length();
      }
    }
    return 0;
  }
}
