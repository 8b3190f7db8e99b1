package dev.localport.config.form;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a length of time is written: {@code 500ms}, {@code 30s}, {@code 4m}, {@code 1h}. */
public final class Times {
  /** The form as a pattern that other programs understand, too. */
  static final String PATTERN = "([0-9]{1,9}(?:\\.[0-9]{1,3})?)(ms|s|m|h)?";

  private static final Pattern FORM = Pattern.compile(PATTERN);

  private Times() {}

  /** Reads a time; a bare number is seconds. Finer than a millisecond is cut off. */
  public static Optional<Duration> find(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    String unit = form.group(2);
    BigDecimal millis = new BigDecimal(form.group(1)).multiply(millisOf(unit));
    return Optional.of(Duration.ofMillis(millis.setScale(0, RoundingMode.DOWN).longValue()));
  }

  private static BigDecimal millisOf(@Nullable String unit) {
    return switch (unit) {
      case "ms" -> BigDecimal.ONE;
      case "m" -> BigDecimal.valueOf(60_000);
      case "h" -> BigDecimal.valueOf(3_600_000);
      case null, default -> BigDecimal.valueOf(1000);
    };
  }

  /** Writes a time in the largest unit that needs no fraction. */
  public static String text(Duration time) {
    long millis = time.toMillis();
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds / 60 + "m";
  }
}
