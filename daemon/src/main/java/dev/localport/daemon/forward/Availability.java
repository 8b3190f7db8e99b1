package dev.localport.daemon.forward;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.localport.daemon.forward.rules.ForwardState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The share of the last 24 hours in which a forward was up, of the time in which it was wanted:
 * connected or idle, of all that is not stopped. Its bounds fall on five minutes, so the oldest of
 * them may add up to five minutes to the 24 hours; what is counted within is exact. Memory is
 * bounded, however often the state changes. Thread-safe; no clock: who tells brings the time.
 */
final class Availability {
  private static final long SLOT_MILLIS = Duration.ofMinutes(5).toMillis();

  /** 24 hours, and the five minutes that are under way. */
  private static final int SLOTS = (int) (Duration.ofHours(24).toMillis() / SLOT_MILLIS) + 1;

  /* Milliseconds within each slot; the slot of number n stands at n modulo their count. */
  @GuardedBy("this")
  private final int[] wanted = new int[SLOTS];

  @GuardedBy("this")
  private final int[] up = new int[SLOTS];

  @GuardedBy("this")
  private long newest = Long.MIN_VALUE; // the number of the newest slot that was written

  @GuardedBy("this")
  private ForwardState state = new ForwardState.Stopped();

  @GuardedBy("this")
  private long since; // milliseconds since the epoch; what was before has been counted

  /** Notes that the forward is in a state from {@code now} on. */
  synchronized void note(ForwardState next, Instant now) {
    count(now.toEpochMilli());
    state = next;
  }

  /** Returns the share, from 0 to 1; null where the forward was not wanted in all that time. */
  synchronized @Nullable Double share(Instant now) {
    count(now.toEpochMilli());
    long allWanted = 0;
    long allUp = 0;
    for (int i = 0; i < SLOTS; i++) {
      allWanted += wanted[i];
      allUp += up[i];
    }
    return allWanted == 0 ? null : (double) allUp / allWanted;
  }

  /** Counts the time until {@code now}; a clock that was set back counts nothing. */
  @GuardedBy("this")
  private void count(long now) {
    long last = Math.floorDiv(now, SLOT_MILLIS);
    long from = Math.max(since, (last - SLOTS + 1) * SLOT_MILLIS);
    reach(last);
    while (from < now) {
      long slot = Math.floorDiv(from, SLOT_MILLIS);
      long until = Math.min(now, (slot + 1) * SLOT_MILLIS);
      add(slot, (int) (until - from));
      from = until;
    }
    since = now;
  }

  /** Makes room for the slots up to this one, in the place of those that are too old now. */
  @GuardedBy("this")
  private void reach(long slot) {
    long from = Math.max(newest + 1, slot - SLOTS + 1);
    for (long n = from; n <= slot; n++) {
      wanted[Math.floorMod(n, SLOTS)] = 0;
      up[Math.floorMod(n, SLOTS)] = 0;
    }
    newest = Math.max(newest, slot);
  }

  @GuardedBy("this")
  private void add(long slot, int millis) {
    if (slot <= newest - SLOTS) {
      return; // the clock was set back by more than a day
    }
    int at = Math.floorMod(slot, SLOTS);
    switch (state) {
      case ForwardState.Stopped _ -> {}
      case ForwardState.Connected _, ForwardState.Idle _ -> {
        wanted[at] += millis;
        up[at] += millis;
      }
      case ForwardState.Connecting _,
          ForwardState.Disconnected _,
          ForwardState.Reconnecting _,
          ForwardState.Suspended _,
          ForwardState.Failed _ ->
          wanted[at] += millis;
    }
  }
}
