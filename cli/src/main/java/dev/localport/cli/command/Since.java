package dev.localport.cli.command;

import dev.localport.config.form.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/** A time in the past, as people write it: how long ago it was. */
final class Since {
  private static final Duration DAY = Duration.ofDays(1);

  private Since() {}

  /**
   * Returns the time, or null where the option is not given.
   *
   * @param now what it counts from
   */
  static @Nullable Instant find(OptionSpec option, Instant now) throws UsageException {
    String text = Specs.find(option);
    if (text == null) {
      return null;
    }
    return now.minus(
        time(text)
            .orElseThrow(() ->
                new UsageException(
                    "%s: invalid value \"%s\"; use 90s, 30m, 1h or 2d"
                        .formatted(option.longestName(), text))));
  }

  /* Days are no unit of the file, and what people say of events. */
  private static Optional<Duration> time(String text) {
    return text.endsWith("d")
        ? Times.find(text.substring(0, text.length() - 1) + "s")
            .map(count -> DAY.multipliedBy(count.toSeconds()))
        : Times.find(text);
  }
}
