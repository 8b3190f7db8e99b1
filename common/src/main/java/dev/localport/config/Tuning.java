package dev.localport.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a forward behaves: what a service, its context and the defaults may each set, one on top of
 * the other.
 *
 * @param lazy whether the first session waits for the first connection
 * @param idleTimeout how long nothing may be open until the sessions are closed; zero: they stay
 * @param balance whether connections go to all ready pods in turn
 * @param healthCheck null: none, the tunnel is the state
 */
public record Tuning(
    ReconnectConfig reconnect,
    BreakerConfig breaker,
    HeartbeatConfig heartbeat,
    HoldConfig hold,
    boolean lazy,
    Duration idleTimeout,
    boolean balance,
    @Nullable HealthCheckConfig healthCheck) {
  /** The default. */
  public static final Tuning DEFAULT =
      new Tuning(
          ReconnectConfig.DEFAULT,
          BreakerConfig.DEFAULT,
          HeartbeatConfig.DEFAULT,
          HoldConfig.DEFAULT,
          false,
          Duration.ZERO,
          false,
          null);

  /** Returns this with another health check, or none. */
  public Tuning with(@Nullable HealthCheckConfig check) {
    return new Tuning(reconnect, breaker, heartbeat, hold, lazy, idleTimeout, balance, check);
  }

  /** Returns this with other ways of reconnecting and of asking sessions. */
  Tuning with(ReconnectConfig newReconnect, HeartbeatConfig newHeartbeat) {
    return new Tuning(
        newReconnect, breaker, newHeartbeat, hold, lazy, idleTimeout, balance, healthCheck);
  }
}
