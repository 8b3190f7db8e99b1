package dev.localport.daemon.cluster;

import dev.localport.config.ClusterHealthConfig;
import dev.localport.daemon.actor.Rules;
import dev.localport.daemon.actor.Step;
import java.time.Instant;
import java.util.function.DoubleSupplier;

/**
 * Decides when a cluster is asked and what its answers mean; docs/states.md explains the states of
 * a cluster. Pure: no clock, no I/O, nothing that changes.
 *
 * @param pace when to ask again
 */
record MonitorRules(Pace pace) implements Rules<MonitorState, MonitorEvent, MonitorEffect> {
  /**
   * Makes the rules of a configuration.
   *
   * @param random gives values from 0 (included) to 1 (excluded)
   */
  static MonitorRules of(ClusterHealthConfig config, DoubleSupplier random) {
    return new MonitorRules(new Pace(config, random));
  }

  @Override
  public Step<MonitorState, MonitorEffect> next(
      MonitorState state, MonitorEvent event, Instant now) {
    return new MonitorTransition(pace, state, now).take(event);
  }
}
