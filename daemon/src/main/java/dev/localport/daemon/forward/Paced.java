package dev.localport.daemon.forward;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Says when something is reported that may happen often: at once, and then at most once in a pause.
 * Used by one thread.
 */
final class Paced {
  private final Duration pause;
  private @Nullable Instant quietUntil;
  private boolean due;

  Paced(Duration pause) {
    this.pause = pause;
  }

  /** There is something to report, or not anymore. */
  void set(boolean isDue) {
    due = isDue;
  }

  /** Returns when it is time to report; null where there is nothing. */
  @Nullable Instant lookAt(Instant now) {
    return due ? (isQuiet(now) ? quietUntil : now) : null;
  }

  /** Returns whether it is time to report, once. */
  boolean isTime(Instant now) {
    if (!due || isQuiet(now)) {
      return false;
    }
    due = false;
    quietUntil = now.plus(pause);
    return true;
  }

  /* A clock that was set back does not silence it. */
  private boolean isQuiet(Instant now) {
    return quietUntil != null && now.isBefore(quietUntil) && !now.isBefore(quietUntil.minus(pause));
  }
}
