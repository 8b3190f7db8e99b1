package dev.localport.daemon.net;

import dev.localport.api.SecretMask;
import dev.localport.api.Steering;
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

  private ForeignText() {}

  /** Returns the text as it may be shown and logged. */
  public static String line(String text) {
    String line = SecretMask.in(plain(head(text, MOST_READ)).strip());
    return line.length() <= MOST ? line : head(line, MOST) + "…";
  }

  /** As {@link #line}, of a text that may be missing. */
  public static @Nullable String lineOrNull(@Nullable String text) {
    return text == null ? null : line(text);
  }

  /** One blank for each run of characters that steer a terminal, or are half of a pair. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    boolean isRun = false;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int character = text.codePointAt(i);
      boolean isDropped =
          Steering.is(character) || Character.getType(character) == Character.SURROGATE;
      if (!isDropped) {
        plain.appendCodePoint(character);
      } else if (!isRun) {
        plain.append(' ');
      }
      isRun = isDropped;
    }
    return plain.toString();
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
