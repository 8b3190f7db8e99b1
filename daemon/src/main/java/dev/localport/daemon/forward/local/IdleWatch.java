package dev.localport.daemon.forward.local;

import dev.localport.daemon.time.Timers;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells when nobody has used a connected forward for its idle timeout. Used by the forward's owner
 * alone; {@code idle} is called by a timer.
 */
public final class IdleWatch {
  private final Duration timeout;
  private final Traffic traffic;
  private final Timers timers;
  private final Runnable idle;
  private Timers.@Nullable Waiting waiting;

  /**
   * @param timeout zero: never
   * @param idle is told that it is time to {@link #look}
   */
  public IdleWatch(Duration timeout, Traffic traffic, Timers timers, Runnable idle) {
    this.timeout = timeout;
    this.traffic = traffic;
    this.timers = timers;
    this.idle = idle;
  }

  /** Begins to wait for the end of all use, or stops doing so. */
  public void watch(boolean on) {
    if (waiting != null) {
      waiting.cancel();
      waiting = null;
    }
    if (on && !timeout.isZero()) {
      lookAt(timers.instant().plus(timeout));
    }
  }

  private void lookAt(Instant when) {
    waiting = timers.at(when, idle);
  }

  /**
   * Returns whether nobody has used it for the whole timeout; where somebody has, it is looked at
   * again in time.
   */
  public boolean look(Instant since) {
    Instant now = timers.instant();
    Instant used = traffic.lastActivity();
    Instant quiet = used == null || used.isBefore(since) ? since : used;
    boolean open = traffic.isInUse();
    Instant due = (open ? now : quiet).plus(timeout);
    if (now.isBefore(due)) {
      lookAt(due);
      return false;
    }
    return true;
  }
}
