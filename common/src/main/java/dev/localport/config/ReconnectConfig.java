package dev.localport.config;

import java.time.Duration;

/**
 * How LocalPort reconnects when the connection is lost.
 *
 * @param auto false: only when a client connects or a user asks
 * @param maxAttempts failed attempts in a row before the forward counts as failed; 0: unlimited
 * @param initialDelay the wait after the first failure
 * @param maxDelay where waits stop growing; not shorter than {@code initialDelay}
 * @param multiplier how a wait grows with each failure, at least 1
 * @param jitter how far a wait may lie off, up and down, as a share of it: 0 to 1
 */
public record ReconnectConfig(
    boolean auto,
    int maxAttempts,
    Duration initialDelay,
    Duration maxDelay,
    double multiplier,
    double jitter) {
  /** The default. */
  public static final ReconnectConfig DEFAULT =
      new ReconnectConfig(true, 10, Duration.ofSeconds(1), Duration.ofSeconds(60), 2, 0.3);
}
