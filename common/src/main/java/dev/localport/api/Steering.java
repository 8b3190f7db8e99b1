package dev.localport.api;

import java.util.function.IntFunction;

/**
 * The characters that do something to a terminal instead of being shown: control characters (C0,
 * DEL and C1), line ends, and marks that change the direction of reading. Foreign text must not
 * contain them where it enters the daemon, in a log, or on a screen.
 */
public final class Steering {
  private Steering() {}

  /** Returns whether a character is one of them. */
  public static boolean is(int character) {
    return Character.isISOControl(character)
        || character == 0x061c
        || character == 0x200e
        || character == 0x200f
        || (character >= 0x2028 && character <= 0x202e)
        || (character >= 0x2066 && character <= 0x2069);
  }

  /** Returns the text with {@code replacement} in place of each of them, except {@code kept}. */
  public static String replaced(String text, String kept, IntFunction<String> replacement) {
    StringBuilder result = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (is(c) && kept.indexOf(c) < 0) {
        result.append(replacement.apply(c));
      } else {
        result.append(c);
      }
    }
    return result.toString();
  }

  /** Returns a character as JSON and our logs escape it: a backslash, u and four digits. */
  public static String escape(int character) {
    return "\\u%04x".formatted(character);
  }
}
