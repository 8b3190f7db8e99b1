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
    longest = greater(longest, took);
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
   * @param open how long the outage that continues has taken; null: none does
   */
  public RecoveryStatus status(@Nullable Duration open) {
    return together(List.of(new Part(this, open)));
  }

  /**
   * One of several services.
   *
   * @param open how long the outage that continues has taken; null: none does
   */
  record Part(Recovery recovery, @Nullable Duration open) {}

  /** Returns the figures of several services as if they were one. */
  static RecoveryStatus together(List<Part> parts) {
    List<Recovery> all = parts.stream().map(Part::recovery).toList();
    List<Duration> sorted = all.stream().flatMap(one -> one.times.stream()).sorted().toList();
    Duration longest = null;
    Instant lastErrorAt = null;
    for (Part part : parts) {
      longest = greater(longest, greater(part.recovery.longest, part.open));
      lastErrorAt = greater(lastErrorAt, part.recovery.lastErrorAt);
    }
    return RecoveryStatusBuilder.builder()
        .attempts(all.stream().mapToInt(one -> one.attempts).sum())
        .successes(all.stream().mapToInt(one -> one.successes).sum())
        .p50(percentile(sorted, 50))
        .p95(percentile(sorted, 95))
        .max(percentile(sorted, 100))
        .breakerTrips(all.stream().mapToInt(one -> one.breakerTrips).sum())
        .longestOutage(longest)
        .recovering(parts.stream().anyMatch(part -> part.open != null))
        .lastErrorAt(lastErrorAt)
        .build();
  }

  private static <T extends Comparable<T>> @Nullable T greater(@Nullable T one, @Nullable T other) {
    return other == null || (one != null && one.compareTo(other) > 0) ? one : other;
  }

  /** Returns a percentile: the smallest one that this many in a hundred do not exceed. */
  private static @Nullable Duration percentile(List<Duration> sorted, int percent) {
    int rank = (sorted.size() * percent + 99) / 100;
    return sorted.isEmpty() ? null : sorted.get(Math.max(1, rank) - 1);
  }
}
