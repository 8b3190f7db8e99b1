package dev.localport.daemon.net;

import dev.localport.api.SecretMask;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one gate for text from outside: a server, a proxy, a pod, a credential plug-in. What passes
 * it is one line of limited length, without characters that steer a terminal or change the
 * direction of reading.
 */
public final class ForeignText {
  /** The most characters that are kept of one text. */
  public static final int MOST = 1024;

  /** How much is looked at: what is dropped may stand in front of what is kept. */
  private static final int MOST_READ = 4 * MOST;

  /** Control characters, line ends, halves of pairs, and marks that change the direction. */
  private static final Pattern STEERING =
      Pattern.compile(
          "[\\p{Cntrl}\\u0080-\\u009f\\p{Cs}\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]+");

  private ForeignText() {}

  /** Returns the text as it may be shown and logged. */
  public static String line(String text) {
    String line = SecretMask.in(STEERING.matcher(head(text, MOST_READ)).replaceAll(" ").strip());
    return line.length() <= MOST ? line : head(line, MOST) + "…";
  }

  /** As {@link #line}, of a text that may be missing. */
  public static @Nullable String lineOrNull(@Nullable String text) {
    return text == null ? null : line(text);
  }

  /** Never ends with half of a pair. */
  private static String head(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end);
  }
}
