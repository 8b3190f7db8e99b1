package dev.localport.logs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a log that stays the same when its files are rotated and when the daemon is another.
 *
 * @param file distinguishes the files of the log; empty: before all of them
 * @param offset in bytes
 */
public record LogPosition(String file, long offset) {
  /** Before the oldest line. */
  public static final LogPosition START = new LogPosition("", 0);

  private static final Pattern TEXT = Pattern.compile("([0-9a-f]{0,8})-(\\d{1,18})");

  /** Returns the position as it travels. */
  public String text() {
    return file + "-" + offset;
  }

  /** Reads what {@link #text} wrote; null: it is none. */
  public static @Nullable LogPosition find(String text) {
    Matcher form = TEXT.matcher(text);
    return form.matches() ? new LogPosition(form.group(1), Long.parseLong(form.group(2))) : null;
  }
}
