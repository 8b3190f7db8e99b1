package dev.localport.daemon.forward;

import dev.localport.daemon.recovery.RoundPause;
import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;

/**
 * Says which good signs of a server make a forward dial at once. A server can give them as fast as
 * it likes: a pod that is Ready and is not, a session that it ends with a word. So those that come
 * too soon count for nothing, and the forward's own backoff holds. Used by the owner alone.
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

  /** Tells whether one that comes now counts. */
  boolean counts(Instant now) {
    if (now.isBefore(next) && !now.isBefore(last)) { // a clock that was set back holds nobody up
      return false;
    }
    Duration quiet = Duration.between(next, now);
    next = now.plus(pause.after(quiet));
    last = now;
    return true;
  }
}
