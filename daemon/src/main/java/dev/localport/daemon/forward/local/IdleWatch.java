package dev.localport.daemon.forward.local;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Knows when a connected forward has not been used for its idle timeout. Used by the forward's
 * owner alone; no clock: the caller passes the time.
 */
public final class IdleWatch {
  private final Duration timeout;
  private final Traffic traffic;
  private @Nullable Instant lookAt;

  /**
   * Creates one that does not watch yet.
   *
   * @param timeout zero: never
   */
  public IdleWatch(Duration timeout, Traffic traffic) {
    this.timeout = timeout;
    this.traffic = traffic;
  }

  /** Starts to wait for the end of all use, or stops doing so. */
  public void watch(boolean on, Instant now) {
    lookAt = on && !timeout.isZero() ? now.plus(timeout) : null;
  }

  /** Returns when {@link #isOver} is to be asked next; null: never. */
  public @Nullable Instant lookAt() {
    return lookAt;
  }

  /** Returns whether the forward, connected since then, was not used for the whole timeout. */
  public boolean isOver(Instant since, Instant now) {
    if (lookAt == null || now.isBefore(lookAt)) {
      return false;
    }
    Instant used = traffic.lastActivity();
    Instant quiet = used == null || used.isBefore(since) ? since : used;
    Instant due = (traffic.isInUse() ? now : quiet).plus(timeout);
    lookAt = now.isBefore(due) ? due : null;
    return lookAt == null;
  }
}
