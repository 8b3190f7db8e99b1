package dev.localport.daemon.forward.local;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The newest {@link #MOST} of some measured times, and their quantiles. Thread-safe. */
final class RecentTimes {
  /** How many are kept: 2 KiB for a forward, and a p95 that one outlier does not move. */
  static final int MOST = 256;

  @GuardedBy("this")
  private long @Nullable [] nanos; // made with the first: most forwards carry little

  @GuardedBy("this")
  private long count;

  /** Adds a time, in the place of the oldest where there are as many as are kept. */
  synchronized void add(long nanoseconds) {
    if (nanos == null) {
      nanos = new long[MOST];
    }
    nanos[(int) (count++ % MOST)] = nanoseconds;
  }

  /**
   * Returns the time that a share of those that are kept did not exceed, by the nearest rank; null
   * if there is none.
   *
   * @param share above 0, at most 1
   */
  synchronized @Nullable Duration quantile(double share) {
    if (nanos == null) {
      return null;
    }
    long[] sorted = Arrays.copyOf(nanos, (int) Math.min(count, MOST));
    Arrays.sort(sorted);
    return Duration.ofNanos(sorted[(int) Math.ceil(share * sorted.length) - 1]);
  }
}
