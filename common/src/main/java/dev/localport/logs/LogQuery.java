package dev.localport.logs;

import dev.localport.config.LogLevel;
import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of a log are wanted: the parameters of {@code log.query} and {@code log.follow}.
 * Immutable.
 *
 * @param service whose log; null: the daemon's
 * @param context lines of this kube context alone; null: all
 * @param level a word of {@link LogLevel}: lines of this level and worse; null: all
 * @param since lines from then on; null: all
 * @param grep a {@link LinePattern}; null: all lines
 * @param lines the number of newest ones; null: 100, with {@code since} all
 */
public record LogQuery(
    @Nullable String service,
    @Nullable String context,
    @Nullable String level,
    @Nullable Instant since,
    @Nullable String grep,
    @Nullable Integer lines) {
  /** How many lines are shown where no number is given. */
  public static final int LINES = 100;

  /** Returns the most lines that are wanted. */
  public int most() {
    return lines != null ? Math.max(0, lines) : since == null ? LINES : Integer.MAX_VALUE;
  }

  /** Returns the query as it travels; what is not asked for is left out. */
  public JsonObject toJson() {
    JsonObject.Builder json = JsonObject.builder().put("service", service);
    put(json, "context", context);
    put(json, "level", level);
    put(json, "since", since);
    put(json, "grep", grep);
    put(json, "lines", lines);
    return json.build();
  }

  private static void put(JsonObject.Builder json, String key, @Nullable Object value) {
    if (value != null) {
      json.put(key, value);
    }
  }

  /** Reads what {@link #toJson} wrote. */
  public static LogQuery from(JsonObject json) {
    OptionalLong lines = json.findNumber("lines");
    return new LogQuery(
        json.findText("service"),
        json.findText("context"),
        json.findText("level"),
        json.findTime("since"),
        json.findText("grep"),
        lines.isEmpty() ? null : Math.clamp(lines.getAsLong(), 0, Integer.MAX_VALUE));
  }

  /** Returns the words of all levels, the worst first. */
  public static List<String> levels() {
    return Arrays.stream(LogLevel.values()).map(LogLevel::word).toList();
  }

  /** Returns the level of a word; null: there is none. */
  public static @Nullable LogLevel findLevel(String word) {
    for (LogLevel level : LogLevel.values()) {
      if (level.word().equals(word)) {
        return level;
      }
    }
    return null;
  }
}
