package dev.localport.daemon.recovery;

import dev.localport.config.ReconnectConfig;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Says how long to wait before an attempt: {@code min(max_delay, initial_delay × multiplier^(n-1))
 * × (1+u)}, {@code u} in ±jitter; docs/states.md shows the delays.
 *
 * <p>The delay grows with every failure in a row and stops at {@code max_delay}, so a target that
 * is unreachable for an hour costs one attempt a minute. Jitter comes last: a hundred forwards that
 * all wait {@code max_delay} must not try in step. Thread-safe if {@code random} is.
 *
 * @param config the numbers
 * @param random gives values from 0 (included) to 1 (excluded)
 */
public record Backoff(ReconnectConfig config, DoubleSupplier random) {

  /**
   * Returns the wait before the given attempt.
   *
   * @param attempt counts from 1
   */
  public Duration before(int attempt) {
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt " + attempt + " is below 1");
    }
    double grown = config.initialDelay().toMillis() * Math.pow(config.multiplier(), attempt - 1);
    double millis = Math.min((double) config.maxDelay().toMillis(), grown);
    double jitter = (2 * random.getAsDouble() - 1) * config.jitter();
    return Duration.ofMillis((long) (millis * (1 + jitter)));
  }
}
