package dev.localport.config;

import java.time.Duration;

/**
 * How connections wait while there is no upstream.
 *
 * @param timeout how long one may wait; zero: none waits
 * @param maxConnections how many may wait at once, at least 1
 * @param overflow which connection to drop when the queue is full
 */
public record HoldConfig(Duration timeout, int maxConnections, Overflow overflow) {
  /** The default. */
  public static final HoldConfig DEFAULT =
      new HoldConfig(Duration.ofSeconds(30), 100, Overflow.REJECT_NEWEST);
}
