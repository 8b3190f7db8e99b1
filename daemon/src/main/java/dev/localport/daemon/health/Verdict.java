package dev.localport.daemon.health;

import dev.localport.config.HealthCheckConfig;
import org.jspecify.annotations.Nullable;

/**
 * What the checks say since the last change of the connection to a service. Immutable.
 *
 * @param failures in a row
 * @param successes in a row
 * @param failure the last one; null before the first, and again once a healthy service had a
 *     success
 */
record Verdict(HealthWord word, int failures, int successes, @Nullable String failure) {
  static final Verdict NONE = new Verdict(HealthWord.UNKNOWN, 0, 0, null);

  /** Returns what one more outcome makes of it; one that was not made changes nothing. */
  Verdict after(CheckOutcome outcome, HealthCheckConfig config) {
    return switch (outcome) {
      case CheckOutcome.Well() -> {
        int inARow = Math.min(successes + 1, config.successThreshold());
        HealthWord now = inARow >= config.successThreshold() ? HealthWord.HEALTHY : word;
        yield new Verdict(now, 0, inARow, now == HealthWord.HEALTHY ? null : failure);
      }
      case CheckOutcome.Failed(String why) -> {
        int inARow = failures == Integer.MAX_VALUE ? failures : failures + 1;
        boolean unhealthy = inARow >= config.failureThreshold();
        yield new Verdict(unhealthy ? HealthWord.UNHEALTHY : word, inARow, 0, why);
      }
      case CheckOutcome.NotMade _ -> this;
    };
  }
}
