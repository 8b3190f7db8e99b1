package dev.localport.daemon.kube.reads;

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * Until when a whole call may take, however many answers it needs. Immutable.
 *
 * @param limit what was allowed, for words
 * @param end as {@link System#nanoTime} counts
 */
record CallDeadline(Duration limit, long end) {
  static CallDeadline in(Duration limit) {
    return new CallDeadline(limit, System.nanoTime() + limit.toNanos());
  }

  /** Returns what is left; zero once it is over. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  boolean isOver() {
    return left().isZero();
  }

  /** Returns what to throw for an answer that did not end in time. */
  SocketTimeoutException passed() {
    return new SocketTimeoutException("its response did not end within " + words());
  }

  /** Returns the limit for people: {@code 5 s}, {@code 0.5 s}. */
  String words() {
    long millis = limit.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis / 1000.0 + " s";
  }
}
