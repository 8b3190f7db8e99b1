package dev.localport.daemon.forward;

import dev.localport.daemon.forward.rules.ForwardState;
import dev.localport.daemon.forward.rules.ForwardState.Reconnecting;
import dev.localport.daemon.forward.rules.ForwardState.Suspended;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** Writes a forward's changes of state into its log: what a user would ask about, once. */
final class Transitions {
  private static final Logger log = LoggerFactory.getLogger(Transitions.class);

  private Transitions() {}

  /**
   * Logs a change.
   *
   * @param maxAttempts how many attempts there are in a row; 0: unlimited
   */
  static void log(
      String service, ForwardState before, ForwardState after, int maxAttempts, Instant now) {
    if (after instanceof Suspended s && isCheck(before, s)) {
      log.atInfo()
          .addKeyValue("service", service)
          .addKeyValue("reason", s.reason().word())
          .log("checking again");
      return;
    }
    LoggingEventBuilder line = log.atLevel(level(before, after)).addKeyValue("service", service);
    if (!before.word().equals(after.word())) {
      line = line.addKeyValue("previous", before.word());
    }
    if (after.cause() != null) {
      line = line.addKeyValue("why", after.cause().message());
    }
    Instant next = after.wakeAt();
    if (next != null) {
      line = line.addKeyValue("again_in_ms", Duration.between(now, next).toMillis());
    }
    switch (after) {
      case Reconnecting r ->
          line.addKeyValue("attempt", attempt(r, maxAttempts)).log("reconnecting");
      case Suspended s -> line.addKeyValue("reason", s.reason().word()).log("suspended");
      default -> line.log(after.word());
    }
  }

  private static String attempt(Reconnecting state, int maxAttempts) {
    int attempt = state.tries().attempt();
    return maxAttempts == 0 ? String.valueOf(attempt) : attempt + "/" + maxAttempts;
  }

  /** What it waits for is checked again, or the breaker lets one attempt through. */
  private static boolean isCheck(ForwardState before, Suspended after) {
    return before instanceof Suspended b
        && b.reason() == after.reason()
        && b.lookAgainAt() != null
        && after.lookAgainAt() == null;
  }

  /** A check that shows the same again is no news: that it was made has its own line. */
  private static Level level(ForwardState before, ForwardState after) {
    if (before instanceof Suspended b && after instanceof Suspended a && a.reason() == b.reason()) {
      return Level.DEBUG;
    }
    if (before instanceof Reconnecting
        && after instanceof Reconnecting r
        && r.nextRetryAt() == null) {
      return Level.DEBUG;
    }
    return after.cause() == null ? Level.INFO : Level.WARN;
  }
}
