package dev.localport.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code reconnect}, which LocalPort's older files call {@code restart_policy}; the key names
 * of both are known in both.
 */
final class ReconnectReader {
  private static final Duration DELAY_LEAST = Duration.ofMillis(100);
  private static final Duration INITIAL_MOST = Duration.ofHours(1);
  private static final Duration DELAY_MOST = Duration.ofDays(1);
  private static final int ATTEMPTS_MOST = 100_000;
  private static final int MULTIPLIER_MOST = 100;

  private ReconnectReader() {}

  static ReconnectConfig read(Section level, ReconnectConfig under) {
    Value value = level.find("reconnect", "restart_policy");
    Section keys = value == null ? null : Section.of(value);
    if (keys == null) {
      return under;
    }
    ReconnectConfig reconnect = keys(keys, under);
    keys.finish(LaterKeys.NONE);
    if (reconnect.maxDelay().compareTo(reconnect.initialDelay()) < 0) {
      String max = Times.text(reconnect.maxDelay());
      String initial = Times.text(reconnect.initialDelay());
      keys.wrong(
          "max_delay %s is shorter than initial_delay %s".formatted(max, initial),
          "make max_delay longer");
    }
    return reconnect;
  }

  private static ReconnectConfig keys(Section keys, ReconnectConfig under) {
    Value auto = keys.find("auto", "enabled");
    Value multiplier = keys.find("multiplier", "backoff_multiplier");
    return new ReconnectConfig(
        auto == null ? under.auto() : auto.flag(under.auto()),
        keys.integer("max_attempts", 0, ATTEMPTS_MOST, under.maxAttempts()),
        keys.time("initial_delay", DELAY_LEAST, INITIAL_MOST, under.initialDelay()),
        keys.time("max_delay", DELAY_LEAST, DELAY_MOST, under.maxDelay()),
        decimal(multiplier, 1, MULTIPLIER_MOST, under.multiplier()),
        decimal(keys.find("jitter"), 0, 1, under.jitter()));
  }

  private static double decimal(@Nullable Value value, int least, int most, double under) {
    return value == null ? under : value.decimal(least, most, under);
  }
}
