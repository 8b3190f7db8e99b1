package dev.localport.config;

import java.time.Duration;

/**
 * How a silent session is asked whether it lives.
 *
 * @param interval how long nothing may be received before a ping is sent: 2 s to 5 min
 * @param timeout how long the answer may take; after that the session is late
 * @param giveUp how long a session may be late before its connections end without a proof
 */
public record HeartbeatConfig(Duration interval, Duration timeout, Duration giveUp) {
  /** The default. */
  public static final HeartbeatConfig DEFAULT =
      new HeartbeatConfig(Duration.ofSeconds(9), Duration.ofSeconds(4), Duration.ofSeconds(60));

  private static final Duration QUIET = Duration.ofSeconds(4);
  private static final Duration PROOF = Duration.ofSeconds(3);

  /**
   * Returns the silence of a context's sessions together after which one of them is pinged: 4 s, or
   * what a user who wants fewer pings has set.
   */
  public Duration quiet() {
    return atMost(QUIET, interval, DEFAULT.interval);
  }

  /**
   * Returns how long the answer to such a ping may take: 3 s, or what a user whose answers take
   * longer has set.
   */
  public Duration proof() {
    return atMost(PROOF, timeout, DEFAULT.timeout);
  }

  private static Duration atMost(Duration most, Duration set, Duration usual) {
    return set.compareTo(usual) > 0 || set.compareTo(most) < 0 ? set : most;
  }
}
