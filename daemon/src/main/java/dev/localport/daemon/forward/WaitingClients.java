package dev.localport.daemon.forward;

import dev.localport.daemon.forward.rules.ForwardState;
import dev.localport.daemon.forward.rules.ForwardState.Connected;
import dev.localport.daemon.forward.rules.ForwardState.Reconnecting;
import dev.localport.daemon.forward.rules.ForwardState.Stopped;
import dev.localport.daemon.forward.rules.ForwardState.Suspended;
import dev.localport.daemon.forward.rules.SuspendedReason;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Says when a forward that was lost a short while ago looks whether its pod can be reached before
 * its backoff is over, because connections wait for it: most faults take seconds, and a client
 * waits 30 s at most. After that time the backoff alone counts. Used by the owner alone.
 */
final class WaitingClients {
  static final Duration YOUNG = Duration.ofSeconds(30);
  static final Duration PAUSE = Duration.ofSeconds(1);

  private @Nullable Instant lostAt;
  private @Nullable Instant lookAt;

  /** Takes note of a change of state. */
  void changed(ForwardState before, ForwardState after, boolean isHolding, Instant now) {
    if (before instanceof Connected && !(after instanceof Connected)) {
      lostAt = now;
    } else if (after instanceof Connected || after instanceof Stopped) {
      lostAt = null;
    }
    lookAt = null;
    if (isHolding) {
      waits(after, now);
    }
  }

  /** Takes note of a connection that waits. */
  void waits(ForwardState in, Instant now) {
    boolean isYoung = lostAt != null && now.isBefore(lostAt.plus(YOUNG)) && !now.isBefore(lostAt);
    if (lookAt == null && isYoung && isBackingOff(in)) {
      lookAt = now.plus(PAUSE);
    }
  }

  private static boolean isBackingOff(ForwardState in) {
    boolean mayLook =
        in instanceof Reconnecting
            || (in instanceof Suspended s && s.reason() == SuspendedReason.CIRCUIT_OPEN);
    return mayLook && in.wakeAt() != null;
  }

  /** Returns when it is time to look; null: that is not known, or up to the backoff. */
  @Nullable Instant lookAt() {
    return lookAt;
  }

  /** Returns whether it is time to look, once. */
  boolean isTime(Instant now) {
    boolean time = lookAt != null && !now.isBefore(lookAt);
    lookAt = time ? null : lookAt;
    return time;
  }
}
