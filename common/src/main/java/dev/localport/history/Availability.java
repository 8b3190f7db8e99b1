package dev.localport.history;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The share of the last 24 hours in which a service was up, of the time in which it was wanted. Its
 * bounds fall on five minutes, so the oldest of them may add up to five minutes to the 24 hours;
 * what is counted within is exact. Memory is bounded, however often the state changes. Confined to
 * its owner; no clock: the caller passes the time.
 */
public final class Availability {
  /** A share of less wanted time than this says little, and is none. */
  public static final Duration LEAST = Duration.ofHours(1);

  private static final long SLOT_MILLIS = Duration.ofMinutes(5).toMillis();

  /** 24 hours, and the current five minutes. */
  private static final int SLOTS = (int) (Duration.ofHours(24).toMillis() / SLOT_MILLIS) + 1;

  /* Milliseconds within each slot; the slot of number n is at n modulo their count. */
  private final int[] wanted = new int[SLOTS];
  private final int[] up = new int[SLOTS];
  private long newest = Long.MIN_VALUE; // the number of the newest slot that was written

  /** Counts a stretch of wanted time. */
  public void add(Span span) {
    long from = Math.max(span.from().toEpochMilli(), oldest(span.to().toEpochMilli()));
    long to = span.to().toEpochMilli();
    if (from < to) {
      reach(slot(to));
    }
    while (from < to) {
      long until = Math.min(to, (slot(from) + 1) * SLOT_MILLIS);
      add(slot(from), (int) (until - from), span.up());
      from = until;
    }
  }

  /**
   * Returns the share, from 0 to 1; null where the service was wanted for less than {@link #LEAST}.
   *
   * @param open what continues and is not counted yet, or null
   */
  public @Nullable Double share(Instant now, @Nullable Span open) {
    long start = oldest(now.toEpochMilli());
    long allWanted = 0;
    long allUp = 0;
    for (long n = slot(start); n <= Math.min(newest, slot(now.toEpochMilli())); n++) {
      if (n > newest - SLOTS) {
        allWanted += wanted[Math.floorMod(n, SLOTS)];
        allUp += up[Math.floorMod(n, SLOTS)];
      }
    }
    if (open != null) {
      long length =
          Math.max(0, open.to().toEpochMilli() - Math.max(open.from().toEpochMilli(), start));
      allWanted += length;
      allUp += open.up() ? length : 0;
    }
    return allWanted < LEAST.toMillis() ? null : (double) allUp / allWanted;
  }

  private static long slot(long millis) {
    return Math.floorDiv(millis, SLOT_MILLIS);
  }

  /** Returns where the 24 hours begin. */
  private static long oldest(long now) {
    return (slot(now) - SLOTS + 1) * SLOT_MILLIS;
  }

  /** Makes room for the slots up to this one, replacing those that are too old now. */
  private void reach(long slot) {
    for (long n = Math.max(newest + 1, slot - SLOTS + 1); n <= slot; n++) {
      wanted[Math.floorMod(n, SLOTS)] = 0;
      up[Math.floorMod(n, SLOTS)] = 0;
    }
    newest = Math.max(newest, slot);
  }

  private void add(long slot, int millis, boolean isUp) {
    if (slot <= newest - SLOTS) {
      return; // the clock was set back by more than a day
    }
    int at = Math.floorMod(slot, SLOTS);
    wanted[at] += millis;
    up[at] += isUp ? millis : 0;
  }
}
