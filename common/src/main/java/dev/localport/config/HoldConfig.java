package dev.localport.config;

import java.time.Duration;

/**
 * How connections wait while the upstream is away.
 *
 * @param timeout how long one may wait; zero: none is held
 * @param maxConnections how many may wait at once, at least 1
 * @param overflow who goes when one more comes
 */
public record HoldConfig(Duration timeout, int maxConnections, Overflow overflow) {
  /** The default. */
  public static final HoldConfig DEFAULT =
      new HoldConfig(Duration.ofSeconds(30), 100, Overflow.REJECT_NEWEST);
}
