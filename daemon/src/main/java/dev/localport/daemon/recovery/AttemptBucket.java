package dev.localport.daemon.recovery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Limits how fast the services of one context try again, so that many of them together do not storm
 * its API server: {@link #SIZE} attempts at once, and one more every {@link #REFILL}. Others wait.
 *
 * <p>Of those that wait, the highest priority is next, then the one that has waited longest. One
 * that has waited for {@link #PATIENCE} is next whatever its priority, so none waits forever. An
 * attempt that succeeds gives its token back: an API server that works is never held up by those
 * that returned to it.
 *
 * <p>No clock: callers bring the time, and a clock that is set back costs no more than one refill.
 * Not thread-safe.
 */
public final class AttemptBucket {
  /** How many attempts may begin at once. */
  public static final int SIZE = 100;

  /** How long it takes until one more attempt may begin. */
  public static final Duration REFILL = Duration.ofMillis(100);

  /** After this time, priority no longer matters. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Comparator<Waiter> LONGEST =
      Comparator.comparing(Waiter::since).thenComparingLong(Waiter::number);
  private static final Comparator<Waiter> PRIORITY =
      Comparator.comparingInt((Waiter one) -> -one.priority()).thenComparing(LONGEST);

  private final List<Waiter> waiting = new ArrayList<>();
  private int tokens = SIZE;
  private @Nullable Instant filledAt; // null: it has not been used yet
  private long joined;

  /**
   * An attempt that waits for its token.
   *
   * @param since when its service began to wait
   * @param number grows with each that joins
   */
  public record Waiter(int priority, Instant since, long number) {}

  /** Takes a token for an attempt if there is one and no other attempt waits. */
  public boolean tryTake(Instant now) {
    refill(now);
    boolean taken = waiting.isEmpty() && tokens > 0;
    tokens -= taken ? 1 : 0;
    return taken;
  }

  /**
   * Takes a token, if there is one, for an attempt that does not wait in any case.
   *
   * @return whether it took one: only then is one to be given back
   */
  public boolean hasTakenAnyway(Instant now) {
    refill(now);
    boolean taken = tokens > 0;
    tokens -= taken ? 1 : 0;
    return taken;
  }

  /** Adds an attempt to those that wait; {@link #serve} returns it when it has its token. */
  public Waiter join(Instant now, int priority, Instant since) {
    refill(now);
    Waiter waiter = new Waiter(priority, since, joined++);
    waiting.add(waiter);
    return waiter;
  }

  /** Removes an attempt that was canceled; returns false if it already has its token. */
  public boolean leave(Waiter waiter) {
    return waiting.remove(waiter);
  }

  /** Gives back the token of an attempt that succeeded, or that turned out not to be needed. */
  public void giveBack(Instant now) {
    refill(now);
    tokens = Math.min(SIZE, tokens + 1);
  }

  /** Returns the attempts that have their token now, in order; they no longer wait. */
  public List<Waiter> serve(Instant now) {
    refill(now);
    List<Waiter> served = new ArrayList<>();
    while (tokens > 0 && !waiting.isEmpty()) {
      Waiter next = next(now);
      waiting.remove(next);
      served.add(next);
      tokens--;
    }
    return served;
  }

  private Waiter next(Instant now) {
    Waiter longest = waiting.stream().min(LONGEST).orElseThrow();
    boolean isOut = !now.isBefore(longest.since().plus(PATIENCE));
    return isOut ? longest : waiting.stream().min(PRIORITY).orElseThrow();
  }

  /** Returns when to call {@link #serve} next; null: no attempt waits. */
  public @Nullable Instant serveAt(Instant now) {
    if (waiting.isEmpty()) {
      return null;
    }
    refill(now);
    return tokens > 0 || filledAt == null ? now : filledAt.plus(REFILL);
  }

  /** Returns how many attempts may begin at once now. */
  public int tokens(Instant now) {
    refill(now);
    return tokens;
  }

  /** Returns how many attempts wait. */
  public int waiting() {
    return waiting.size();
  }

  /** Returns how many attempts have had to wait so far. */
  public long waited() {
    return joined;
  }

  private void refill(Instant now) {
    Instant last = filledAt;
    if (last == null || now.isBefore(last)) { // the clock was set back
      filledAt = now;
      return;
    }
    long more = Duration.between(last, now).dividedBy(REFILL);
    tokens = (int) Math.min(SIZE, tokens + more);
    filledAt = tokens == SIZE ? now : last.plus(REFILL.multipliedBy(more));
  }
}
