package dev.localport.daemon.health;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How often a service was given new sessions for its health, and when it may be again: a service
 * that is broken everywhere is not helped by a hundredth session. Immutable.
 *
 * @param inARow since it was healthy
 * @param last when it was the last time, or null
 */
record Restarts(int inARow, @Nullable Instant last) {
  static final Restarts NONE = new Restarts(0, null);

  private static final Duration LONGEST = Duration.ofMinutes(30);
  private static final int MOST_DOUBLINGS = 5; // 1 min to over 30 min

  /**
   * Returns whether another one may be asked for, {@code pause} being the shortest time between.
   */
  boolean mayRestart(Instant now, Duration pause) {
    return last == null || !now.isBefore(last.plus(grown(pause)));
  }

  private Duration grown(Duration pause) {
    Duration longest = pause.compareTo(LONGEST) > 0 ? pause : LONGEST;
    Duration grown = pause.multipliedBy(1L << Math.clamp(inARow - 1L, 0, MOST_DOUBLINGS));
    return grown.compareTo(longest) > 0 ? longest : grown;
  }

  Restarts oneMore(Instant now) {
    return new Restarts(inARow + 1, now);
  }

  /** The service was healthy again: the pause is the shortest, counted from the last one. */
  Restarts helped() {
    return inARow == 0 ? this : new Restarts(0, last);
  }
}
