package dev.localport.cli.render;

import dev.localport.paths.UserLocale;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Our signs in ASCII, for a terminal whose locale is not UTF-8. Everything that is printed passes
 * {@link ResultStream}, {@link CleanWriter} or a full screen, and each of them asks here; letters
 * of other alphabets stay, since they are the user's own.
 */
public final class Ascii {
  private static final String SIGNS = "●◐○◌✓✗•◆·–→…↑↓▏▸";
  private static final List<String> PLAIN =
      List.of("*", "!", "-", "x", "*", "x", "*", "#", "-", "-", "->", "...", "^", "v", "|", ">");

  private Ascii() {}

  /**
   * Tells whether the user's locale is set to one that is not UTF-8. Without any, as in a cron job,
   * signs are UTF-8: so do kubectl and the rest of the family.
   */
  static boolean isWanted(Map<String, String> environment) {
    String locale = locale(environment).toUpperCase(Locale.ROOT);
    return !locale.isEmpty() && !locale.contains("UTF-8") && !locale.contains("UTF8");
  }

  /* As the C library does: the first that is set decides. Our launcher keeps the user's LC_ALL. */
  private static String locale(Map<String, String> environment) {
    String kept = environment.get(UserLocale.KEPT);
    String all = kept == null ? environment.getOrDefault("LC_ALL", "") : kept;
    if (!all.isEmpty()) {
      return all;
    }
    String letters = environment.getOrDefault("LC_CTYPE", "");
    return letters.isEmpty() ? environment.getOrDefault("LANG", "") : letters;
  }

  /** Returns the text with our signs in ASCII. */
  static String of(String text) {
    StringBuilder result = new StringBuilder(text.length() + 2);
    for (int i = 0; i < text.length(); i++) {
      int sign = SIGNS.indexOf(text.charAt(i));
      if (sign < 0) {
        result.append(text.charAt(i));
      } else {
        result.append(PLAIN.get(sign));
      }
    }
    return result.toString();
  }

  /**
   * Returns a line of a table or a screen with our signs in ASCII, and no wider than before: an
   * ellipsis takes the place of two letters beside it, and after an arrow the next gap between two
   * columns is narrower.
   */
  public static String fitted(String line) {
    StringBuilder result = new StringBuilder(line.length() + 2);
    boolean isWider = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '…') {
        i += ellipsis(result, line, i + 1);
      } else if (c == ' ' && isWider && line.startsWith("  ", i)) {
        isWider = false; // this blank is left out
      } else {
        isWider |= c == '→';
        result.append(c);
      }
    }
    return of(result.toString());
  }

  /* Returns how many letters behind it give their place; those before it do where there are any. */
  private static int ellipsis(StringBuilder before, String line, int from) {
    boolean isEnd = endsWithLetters(before);
    if (isEnd) {
      before.setLength(before.length() - 2);
    }
    before.append("...");
    boolean isFront = !isEnd && from + 1 < line.length();
    return isFront && line.charAt(from) > ' ' && line.charAt(from + 1) > ' ' ? 2 : 0;
  }

  private static boolean endsWithLetters(StringBuilder text) {
    int length = text.length();
    int escape = text.lastIndexOf("\u001b");
    boolean isColor = escape >= 0 && text.indexOf("m", escape) == length - 1;
    return length > 1 && !isColor && text.charAt(length - 1) > ' ';
  }
}
