package dev.localport.logs;

import dev.localport.config.LogLevel;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of a log, taken apart: {@code 2026-01-31T08:00:00.125Z WARN suspended service="web"}.
 * Immutable.
 *
 * @param text the whole line
 * @param at null where it does not begin with a time: it continues with the line before it
 * @param level null where {@code at} is
 * @param phrase what happened; the whole text where {@code at} is null
 * @param values by their keys, in order, without quotes; a key that comes twice has the first value
 */
public record LogLine(
    String text,
    @Nullable Instant at,
    @Nullable LogLevel level,
    String phrase,
    Map<String, String> values) {
  private static final int LEAST = "2026-01-31T08:00:00".length();
  private static final int TIME_BEGINS = 10;

  /** Copies the values. */
  public LogLine {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Returns whether a line begins with a time, and so is not the rest of the one before it. */
  public static boolean isHead(String line) {
    return line.length() >= LEAST
        && line.charAt(4) == '-'
        && line.charAt(7) == '-'
        && line.charAt(TIME_BEGINS) == 'T'
        && Character.isDigit(line.charAt(0))
        && Character.isDigit(line.charAt(LEAST - 1));
  }

  /** Takes a line apart; one of another form has its text alone. */
  public static LogLine parse(String line) {
    int time = isHead(line) ? line.indexOf(' ') : -1;
    int word = time < 0 ? -1 : line.indexOf(' ', time + 1);
    if (word < 0) {
      return plain(line);
    }
    Instant at = instant(line.substring(0, time));
    LogLevel level = level(line.substring(time + 1, word));
    if (at == null || level == null) {
      return plain(line);
    }
    String rest = line.substring(word).stripLeading();
    int values = beginOfValues(rest);
    return new LogLine(
        line, at, level, rest.substring(0, values).strip(), values(rest.substring(values)));
  }

  private static LogLine plain(String line) {
    return new LogLine(line, null, null, line, Map.of());
  }

  private static @Nullable Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException _) {
      return null;
    }
  }

  private static @Nullable LogLevel level(String word) {
    return LogQuery.findLevel(word.toLowerCase(Locale.ROOT));
  }

  /** Returns where the first {@code key="} begins, or the length. */
  private static int beginOfValues(String rest) {
    int quote = rest.indexOf("=\"");
    while (quote >= 0) {
      int begin = rest.lastIndexOf(' ', quote) + 1;
      if (isKey(rest, begin, quote)) {
        return begin;
      }
      quote = rest.indexOf("=\"", quote + 1);
    }
    return rest.length();
  }

  private static boolean isKey(String text, int begin, int end) {
    for (int i = begin; i < end; i++) {
      char c = text.charAt(i);
      if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_') {
        return false;
      }
    }
    return begin < end;
  }

  private static Map<String, String> values(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    int at = 0;
    int quote = text.indexOf("=\"");
    while (quote > 0) {
      int end = closing(text, quote + 2);
      values.putIfAbsent(
          text.substring(at, quote).strip(), unescaped(text.substring(quote + 2, end)));
      at = Math.min(text.length(), end + 1);
      quote = text.indexOf("=\"", at);
    }
    return values;
  }

  private static int closing(String text, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) != '"') {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(i, text.length());
  }

  /* Control characters stay as they were escaped: a value stays one line. */
  private static String unescaped(String value) {
    return value.indexOf('\\') < 0 ? value : value.replace("\\\"", "\"").replace("\\\\", "\\");
  }
}
