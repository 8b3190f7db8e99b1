package dev.localport.config;

/**
 * What a service, its context and the defaults may each set, one on top of the other.
 *
 * <p>A reader takes what stands below and returns it with what its level says, so a service's key
 * wins over its context's, and that over the defaults'.
 */
record Tuning(
    ReconnectConfig reconnect, BreakerConfig breaker, HeartbeatConfig heartbeat, HoldConfig hold) {
  static final Tuning DEFAULT =
      new Tuning(
          ReconnectConfig.DEFAULT,
          BreakerConfig.DEFAULT,
          HeartbeatConfig.DEFAULT,
          HoldConfig.DEFAULT);

  /** Returns this with the values that a profile sets. */
  Tuning with(Profile profile) {
    return new Tuning(profile.reconnect(reconnect), breaker, profile.heartbeat(heartbeat), hold);
  }
}
