package dev.localport.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How long connections lived that have ended: how many of them at most as long as each bound.
 * Immutable.
 *
 * @param counts for each of {@link #BOUNDS} those that lived at most as long; the last count is all
 *     of them
 * @param sumSeconds how long all of them lived together
 */
public record Lifetimes(List<Long> counts, double sumSeconds) {
  /** The bounds, in seconds: few, since each of them is a series for each service. */
  public static final List<Double> BOUNDS = List.of(0.1, 1.0, 10.0, 60.0, 600.0, 3600.0);

  /** No connection has ended yet. */
  public static final Lifetimes NONE = new Lifetimes(Collections.nCopies(BOUNDS.size() + 1, 0L), 0);

  /** Copies the list, so that lifetimes never change. */
  public Lifetimes {
    counts = List.copyOf(counts);
  }

  /**
   * Returns lifetimes of counts that are each for one range.
   *
   * @param ranges those that lived up to each bound and longer than the one before; the last count
   *     is those that lived longer than any
   */
  public static Lifetimes ofRanges(List<Long> ranges, double sumSeconds) {
    List<Long> counts = new ArrayList<>();
    long sum = 0;
    for (long range : ranges) {
      sum += range;
      counts.add(sum);
    }
    return new Lifetimes(counts, sumSeconds);
  }
}
