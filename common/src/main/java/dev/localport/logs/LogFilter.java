package dev.localport.logs;

import dev.localport.config.LogLevel;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells which entries of a log a query asks for. Immutable.
 *
 * @param level entries of this level and worse; null: all
 * @param since entries from then on; null: all
 * @param pattern what one of an entry's lines has; null: anything
 * @param context the kube context that an entry names; null: any
 * @param services of that context: their entries are wanted too
 */
public record LogFilter(
    @Nullable LogLevel level,
    @Nullable Instant since,
    @Nullable LinePattern pattern,
    @Nullable String context,
    Set<String> services) {
  /** Takes all. */
  public static final LogFilter ALL = new LogFilter(null, null, null, null, Set.of());

  /** Copies the names. */
  public LogFilter {
    services = Set.copyOf(services);
  }

  /**
   * Returns the filter of a query.
   *
   * @param services those of its context
   * @throws IllegalArgumentException in words for people, if its level or its pattern is none
   */
  public static LogFilter of(LogQuery query, Set<String> services) {
    String word = query.level();
    LogLevel level = word == null ? null : LogQuery.findLevel(word);
    if (word != null && level == null) {
      throw new IllegalArgumentException(
          "unknown level \"%s\"; use %s".formatted(word, String.join(", ", LogQuery.levels())));
    }
    LinePattern pattern = query.grep() == null ? null : LinePattern.of(query.grep());
    return new LogFilter(level, query.since(), pattern, query.context(), services);
  }

  /** Returns the same filter with these services of its context. */
  public LogFilter of(Set<String> servicesNow) {
    return new LogFilter(level, since, pattern, context, servicesNow);
  }

  /** Returns whether an entry is wanted. */
  public boolean wants(LogEntry entry) {
    return areInOne(entry) && (!hasConditions() || fits(entry.head()));
  }

  private boolean hasConditions() {
    return level != null || since != null || context != null;
  }

  private boolean areInOne(LogEntry entry) {
    return pattern == null || entry.lines().stream().anyMatch(pattern::isIn);
  }

  private boolean fits(LogLine line) {
    return line.at() != null
        && line.level() != null
        && (level == null || line.level().compareTo(level) <= 0)
        && (since == null || !line.at().isBefore(since))
        && (context == null || isOfContext(line));
  }

  private boolean isOfContext(LogLine line) {
    String named = line.values().get("context");
    if (named != null) {
      return named.equals(context);
    }
    for (String key : Services.KEYS) {
      String names = line.values().get(key);
      if (names != null && Services.split(names).stream().anyMatch(services::contains)) {
        return true;
      }
    }
    return false;
  }
}
