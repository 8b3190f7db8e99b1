package dev.localport.daemon.tunnel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Knows since when the sessions of one route answer pings without a pause. Thread-safe.
 *
 * <p>An answer that took long proves nothing: when a frozen connection continues, the answers of
 * all sessions come at the same moment, and one of them is the first.
 */
final class Witnesses {
  /** An answer that takes longer may come from a line that was frozen meanwhile. */
  static final Duration PROMPT = Duration.ofMillis(1500);

  /** Without an answer for so long the line may have been frozen meanwhile. */
  static final Duration PAUSE = Duration.ofMillis(2500);

  /** A witness is not asked more often than this. */
  private static final Duration ASK_PAUSE = Duration.ofMillis(400);

  @GuardedBy("this")
  private @Nullable Witness newest;

  @GuardedBy("this")
  private @Nullable Duration asked;

  /** Notes an answer that came now. */
  synchronized void answered(Duration now, Duration roundTrip) {
    if (roundTrip.compareTo(PROMPT) > 0) {
      return;
    }
    Witness before = at(now.minus(roundTrip));
    newest = new Witness(before == null ? now : before.first(), now);
  }

  /** Returns what still holds; null where no session has answered just now. */
  synchronized @Nullable Witness at(Duration now) {
    Witness found = newest;
    return found == null || now.minus(found.last()).compareTo(PAUSE) > 0 ? null : found;
  }

  /** Returns whether it is time to ask a witness again, and counts it. */
  synchronized boolean mayAsk(Duration now) {
    boolean may = asked == null || now.minus(asked).compareTo(ASK_PAUSE) >= 0;
    asked = may ? now : asked;
    return may;
  }
}
