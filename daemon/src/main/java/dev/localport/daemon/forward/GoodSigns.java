package dev.localport.daemon.forward;

import dev.localport.daemon.recovery.RoundPause;
import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;

/**
 * Says when a good sign of a server makes a forward dial. A server can give them as fast as it
 * likes: a pod that is Ready and then is not, a session that it ends with a word. So one that comes
 * soon after others waits. Used by the owner alone.
 */
final class GoodSigns {
  private static final Duration LEAST = Duration.ofMillis(100);
  private static final Duration MOST = Duration.ofSeconds(10);

  private final RoundPause pause;
  private Instant last = Instant.EPOCH;
  private Instant next = Instant.EPOCH;

  GoodSigns(DoubleSupplier random) {
    this.pause = new RoundPause(LEAST, MOST, random);
  }

  /** Returns how long one that comes now has to wait; zero: it counts at once. */
  Duration waitAt(Instant now) {
    if (now.isBefore(next) && !now.isBefore(last)) { // a clock that was set back causes no delay
      return Duration.between(now, next);
    }
    Duration quiet = Duration.between(next, now);
    next = now.plus(pause.after(quiet));
    last = now;
    return Duration.ZERO;
  }
}
