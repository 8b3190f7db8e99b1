package dev.localport.daemon.health;

import java.util.List;

/** What follows an event: the next state, and what is to be done. */
record HealthStep(HealthState state, List<Effect> effects) {
  HealthStep {
    effects = List.copyOf(effects);
  }

  /** What the owner does. */
  enum Effect {
    /** Begin a check. */
    CHECK,
    /** Give the check up that runs. */
    CANCEL,
    /** Tell that the service wants new sessions. */
    RESTART
  }

  static HealthStep to(HealthState state, Effect... effects) {
    return new HealthStep(state, List.of(effects));
  }
}
