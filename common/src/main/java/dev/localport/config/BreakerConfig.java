package dev.localport.config;

import java.time.Duration;

/**
 * When a service that keeps failing on a healthy cluster is left alone for a while.
 *
 * @param failures failed attempts in a row that open the breaker; 0: never
 * @param openFor how long it stays open before one try
 */
public record BreakerConfig(int failures, Duration openFor) {
  /** What holds where nobody writes anything. */
  public static final BreakerConfig DEFAULT = new BreakerConfig(5, Duration.ofMinutes(5));
}
