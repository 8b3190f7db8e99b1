package dev.localport.config;

import java.time.Duration;

/**
 * Circuit breaker: pauses the attempts of a service that keeps failing on a healthy cluster.
 *
 * @param failures failed attempts in a row that open the breaker; 0: never
 * @param openFor how long it stays open before one try
 */
public record BreakerConfig(int failures, Duration openFor) {
  /** The default. */
  public static final BreakerConfig DEFAULT = new BreakerConfig(5, Duration.ofMinutes(5));
}
