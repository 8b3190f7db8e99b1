package dev.localport.history;

import dev.localport.api.Failure;
import dev.localport.api.RecoveryStatus;
import dev.localport.api.RecoveryStatusBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts how a service recovered. Bounded; confined to its owner. */
public final class Recovery {
  /** How many of the newest times to recover the percentiles are of. */
  static final int TIMES = 256;

  /** Of a service that never had an outage. */
  public static final RecoveryStatus NONE = new Recovery().status(null);

  private final Deque<Duration> times = new ArrayDeque<>();
  private int attempts;
  private int successes;
  private int breakerTrips;
  private int reconnects;
  private @Nullable Duration longest;
  private @Nullable Failure lastError;
  private @Nullable Instant lastErrorAt;

  /** One more attempt to connect. */
  void attempt() {
    attempts++;
  }

  /** The circuit breaker opened. */
  void breakerTripped() {
    breakerTrips++;
  }

  /** It was connected again after it had been up. */
  void reconnected() {
    reconnects++;
  }

  /** Something went wrong. */
  void failed(Failure error, Instant at) {
    lastError = error;
    lastErrorAt = at;
  }

  /** An outage ended with the service up. */
  void recovered(Duration took) {
    successes++;
    times.add(took);
    if (times.size() > TIMES) {
      times.remove();
    }
    ended(took);
  }

  /** An outage ended, however it did. */
  void ended(Duration took) {
    longest = longer(longest, took);
  }

  private static Duration longer(@Nullable Duration one, Duration other) {
    return one == null || one.compareTo(other) < 0 ? other : one;
  }

  /** Returns how often it was connected again. */
  public int reconnects() {
    return reconnects;
  }

  /** Returns what went wrong last, or null. */
  public @Nullable Failure lastError() {
    return lastError;
  }

  /**
   * Returns the figures.
   *
   * @param open how long the outage that goes on has taken; null: none does
   */
  public RecoveryStatus status(@Nullable Duration open) {
    List<Duration> sorted = times.stream().sorted().toList();
    return RecoveryStatusBuilder.builder()
        .attempts(attempts)
        .successes(successes)
        .p50(percentile(sorted, 50))
        .p95(percentile(sorted, 95))
        .max(percentile(sorted, 100))
        .breakerTrips(breakerTrips)
        .longestOutage(open == null ? longest : longer(longest, open))
        .recovering(open != null)
        .lastErrorAt(lastErrorAt)
        .build();
  }

  /** Returns the smallest one that so many of a hundred do not exceed. */
  private static @Nullable Duration percentile(List<Duration> sorted, int percent) {
    int rank = (sorted.size() * percent + 99) / 100;
    return sorted.isEmpty() ? null : sorted.get(Math.max(1, rank) - 1);
  }
}
