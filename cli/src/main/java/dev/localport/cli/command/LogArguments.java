package dev.localport.cli.command;

import dev.localport.config.form.Suggestion;
import dev.localport.logs.LogFilter;
import dev.localport.logs.LogQuery;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Which lines of a log are wanted. */
final class LogArguments {
  private final OptionSpec kubeContext =
      Specs.text("CONTEXT", "Only lines about this kube context.", "--context");
  private final OptionSpec level =
      Specs.text(
          "LEVEL",
          "Only lines of at least this level: error, warn, info, debug or trace.",
          "--level");
  private final OptionSpec since =
      Specs.text("TIME", "Only lines within this time: 30m, 1h, 2d.", "--since");
  private final OptionSpec grep =
      Specs.text("PATTERN", "Only lines that match this regular expression.", "--grep");
  private final OptionSpec lines =
      Specs.number("LINES", "Number of newest lines (default: 100; with --since: all).", "-n");

  CommandSpec addTo(CommandSpec spec) {
    return spec.addOption(kubeContext)
        .addOption(level)
        .addOption(since)
        .addOption(grep)
        .addOption(lines);
  }

  /** Tells whether not all lines are wanted. */
  boolean isAnySet() {
    return Specs.find(kubeContext) != null
        || Specs.find(level) != null
        || Specs.find(since) != null
        || Specs.find(grep) != null;
  }

  /** Tells whether a number of lines is given. */
  boolean isCounted() {
    return lines.getValue() != null;
  }

  /**
   * Returns the query.
   *
   * @param service whose log; null: the daemon's
   */
  LogQuery query(@Nullable String service, Instant now) throws UsageException {
    Instant begin = Since.find(since, now);
    boolean isLimited = isCounted() || begin == null;
    LogQuery query =
        new LogQuery(
            service,
            Specs.name(kubeContext),
            level(),
            begin,
            Specs.find(grep),
            isLimited ? Integer.valueOf(Specs.number(lines, 0, LogQuery.LINES)) : null);
    try {
      LogFilter _ = LogFilter.of(query, Set.of());
    } catch (IllegalArgumentException e) {
      throw new UsageException("--grep: " + e.getMessage());
    }
    return query;
  }

  private @Nullable String level() throws UsageException {
    String word = Specs.find(level);
    if (word == null || LogQuery.findLevel(word.toLowerCase(Locale.ROOT)) != null) {
      return word == null ? null : word.toLowerCase(Locale.ROOT);
    }
    String hint =
        Suggestion.find(word, LogQuery.levels())
            .map(meant -> "did you mean " + meant + "?")
            .orElse("use " + String.join(", ", LogQuery.levels()));
    throw new UsageException("--level: invalid value \"%s\"; %s".formatted(word, hint));
  }
}
