package dev.localport.daemon.logs;

import dev.localport.api.Steering;
import java.util.regex.Pattern;

/** What may stand in a log: one line of limited length that steers no terminal, without secrets. */
final class LogText {
  /** The most characters of one value. */
  static final int MOST = 4096;

  private static final Pattern SECRET =
      Pattern.compile("(?i)(?<=bearer |basic )[\\w.~+/=-]{8,}|(?<=://)[^/\\s@]{1,200}(?=@)");

  private LogText() {}

  /** Appends a text; what is no plain character is escaped. */
  static void append(String value, StringBuilder text) {
    int end = Math.min(value.length(), MOST);
    for (int i = 0; i < end; i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (Steering.is(c)) {
            text.append(Steering.escape(c));
          } else {
            text.append(c);
          }
        }
      }
    }
    if (end < value.length()) {
      text.append('…');
    }
  }

  /** Returns foreign text as it may stand in a log. */
  static String foreign(String value) {
    StringBuilder text = new StringBuilder();
    String head = value.substring(0, Math.min(value.length(), 2 * MOST));
    append(SECRET.matcher(head).replaceAll("***"), text);
    return text.toString();
  }
}
