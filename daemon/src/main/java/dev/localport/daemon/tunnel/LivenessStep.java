package dev.localport.daemon.tunnel;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows an event.
 *
 * @param next what is known now
 * @param lookAfter when to look again; null: when that was said before, or never once it is over
 * @param effects what has to be done, in order
 */
record LivenessStep(Liveness next, @Nullable Duration lookAfter, List<Effect> effects) {
  /** Something to be done. */
  enum Effect {
    /** Send a ping. */
    PING,
    /** Ask another session of the route whether it answers. */
    ASK_WITNESS,
    /** Tell that the session is late. */
    TELL_LATE,
    /** Tell that a late session was heard again. */
    TELL_RECOVERED
  }

  /** Copies the effects, so that a step never changes. */
  LivenessStep {
    effects = List.copyOf(effects);
  }

  static LivenessStep to(Liveness next, @Nullable Duration lookAfter, Effect... effects) {
    return new LivenessStep(next, lookAfter, List.of(effects));
  }
}
