package dev.localport.config;

import java.time.Duration;

/**
 * How a silent session is asked whether it lives.
 *
 * @param interval how long nothing may be received before a ping is sent: 2 s to 5 min
 * @param timeout how long the answer may take
 */
public record HeartbeatConfig(Duration interval, Duration timeout) {
  /** What holds where nobody writes anything. */
  public static final HeartbeatConfig DEFAULT =
      new HeartbeatConfig(Duration.ofSeconds(9), Duration.ofSeconds(4));
}
