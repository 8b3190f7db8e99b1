package dev.localport.cli.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The colors of a state. All but orange are of the sixteen that every terminal has. */
public enum Colour {
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

  /** A piece of a line, in one color. */
  public record Part(String text, Colour colour) {}

  private static final char ESCAPE = '\u001b';
  private static final String RESET = "\u001b[0m";

  private final String code;

  Colour(String code) {
    this.code = code;
  }

  String paint(String text) {
    return this == NONE ? text : code + text + RESET;
  }

  /** Returns the pieces of a line whose colors are ours. */
  public static List<Part> parts(String line) {
    List<Part> parts = new ArrayList<>();
    Colour colour = NONE;
    int from = 0;
    int index = line.indexOf(ESCAPE);
    while (index >= 0) {
      int code = codeAt(line, index);
      if (code > 0) {
        parts.add(new Part(line.substring(from, index), colour));
        colour = ofCode(line.substring(index, index + code));
        from = index + code;
      }
      index = line.indexOf(ESCAPE, index + 1);
    }
    parts.add(new Part(line.substring(from), colour));
    parts.removeIf(part -> part.text().isEmpty());
    return parts;
  }

  private static Colour ofCode(String code) {
    return Arrays.stream(values())
        .filter(colour -> colour.code.equals(code))
        .findFirst()
        .orElse(NONE); // the end of a color
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
