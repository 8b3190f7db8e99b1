package dev.localport.config.form;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How a file's own text is shown in a message: on one line, short, and without the user and
 * password of a URL.
 */
public final class Shown {
  private static final int MOST = 60;
  private static final Pattern URL_USER = Pattern.compile("(?<=://)[^/?#\\s]*@");

  private Shown() {}

  /** Returns the text on one line, cut where it is long. */
  public static String of(String text) {
    String line = URL_USER.matcher(text).replaceAll("***@").replaceAll("[\\p{Cntrl}\\p{Cs}]+", " ");
    if (line.isBlank()) {
      return '"' + line + '"';
    }
    return line.codePointCount(0, line.length()) <= MOST
        ? line
        : line.substring(0, line.offsetByCodePoints(0, MOST)) + "…";
  }

  /** Returns the text as {@link #of} does, in quotes. */
  static String quoted(String text) {
    String shown = of(text);
    return shown.isBlank() || shown.startsWith("\"") ? shown : '"' + shown + '"';
  }

  /** Returns {@code a, b or c}. */
  public static String choice(Collection<String> words) {
    List<String> all = List.copyOf(words);
    int last = all.size() - 1;
    return last < 1
        ? String.join("", all)
        : String.join(", ", all.subList(0, last)) + " or " + all.get(last);
  }
}
