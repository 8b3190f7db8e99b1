package dev.localport.config;

import dev.localport.config.form.Forms;
import dev.localport.config.form.Key;
import dev.localport.config.form.Keys;
import dev.localport.config.form.Section;
import dev.localport.config.form.Times;
import dev.localport.config.form.Value;
import java.time.Duration;

/**
 * Reads {@code reconnect}, which LocalPort's older files call {@code restart_policy}; the key names
 * of both are known in both.
 */
final class ReconnectReader {
  private static final ReconnectConfig DEFAULT = ReconnectConfig.DEFAULT;
  private static final Duration LEAST = Duration.ofMillis(100);

  private static final Key<Boolean> AUTO =
      Key.of(
              "auto",
              Forms.flag(),
              "Whether to reconnect automatically when the connection is lost.")
          .formerly("enabled")
          .or(DEFAULT.auto());
  private static final Key<Integer> MAX_ATTEMPTS =
      Key.of(
              "max_attempts",
              Forms.whole(0, 100_000),
              "Failed attempts in a row before the service becomes failed; 0: never.")
          .or(DEFAULT.maxAttempts());
  private static final Key<Duration> INITIAL_DELAY =
      Key.of(
              "initial_delay",
              Forms.time(LEAST, Duration.ofHours(1)),
              "Delay after the first failed attempt.")
          .or(DEFAULT.initialDelay());
  private static final Key<Duration> MAX_DELAY =
      Key.of(
              "max_delay",
              Forms.time(LEAST, Duration.ofDays(1)),
              "Maximum delay; at least initial_delay.")
          .or(DEFAULT.maxDelay());
  private static final Key<Double> MULTIPLIER =
      Key.of(
              "multiplier",
              Forms.decimal(1, 100),
              "Factor by which the delay grows with each attempt.")
          .formerly("backoff_multiplier")
          .or(DEFAULT.multiplier());
  private static final Key<Double> JITTER =
      Key.of("jitter", Forms.decimal(0, 1), "Random jitter, as a fraction of the delay (±).")
          .or(DEFAULT.jitter());

  static final Key<Section> KEY =
      Key.<Section>of(
              "reconnect",
              Keys.of(AUTO, MAX_ATTEMPTS, INITIAL_DELAY, MAX_DELAY, MULTIPLIER, JITTER),
              "How LocalPort reconnects when the connection is lost.")
          .formerly("restart_policy");

  private ReconnectReader() {}

  static ReconnectConfig read(Section level, ReconnectConfig under) {
    Section keys = level.find(KEY);
    if (keys == null) {
      return under;
    }
    ReconnectConfig reconnect =
        new ReconnectConfig(
            keys.get(AUTO, under.auto()),
            keys.get(MAX_ATTEMPTS, under.maxAttempts()),
            keys.get(INITIAL_DELAY, under.initialDelay()),
            keys.get(MAX_DELAY, under.maxDelay()),
            keys.get(MULTIPLIER, under.multiplier()),
            keys.get(JITTER, under.jitter()));
    Value at = level.raw(KEY);
    if (at != null) {
      check(reconnect, at);
    }
    return reconnect;
  }

  /**
   * Reports waits that do not fit together.
   *
   * @param at what was written that made them so
   */
  static void check(ReconnectConfig reconnect, Value at) {
    if (reconnect.maxDelay().compareTo(reconnect.initialDelay()) < 0) {
      String max = Times.text(reconnect.maxDelay());
      String initial = Times.text(reconnect.initialDelay());
      at.wrong(
          "max_delay %s is shorter than initial_delay %s".formatted(max, initial),
          "make max_delay longer");
    }
  }
}
