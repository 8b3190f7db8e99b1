package dev.localport.daemon.tunnel;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits the frames of a server that carry no bytes of a connection: its own pings, settings,
 * window updates, resets, empty fragments. Each of them costs time on an event loop that other
 * sessions share, and a server that means well sends a few a minute.
 *
 * <p>Frames that follow from what we sent are not held against it: a stream that is opened brings
 * replies, ends and resets, and a server may acknowledge each frame of data. Confined to the event
 * loop.
 */
final class FrameBudget {
  /** How many of these frames a server may send in one second without a reason. */
  static final int A_SECOND = 5_000;

  /** Frames that may follow when a stream is opened: replies, ends and resets of its two halves. */
  static final int A_STREAM = 12;

  /** Frames that may follow when data is sent: one window update for the stream, one for all. */
  static final int A_DATA_FRAME = 2;

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanoTime;
  private long second; // when it began, in nanoseconds
  private int spent; // in that second
  private long expected;

  /**
   * @param nanoTime monotonic time
   */
  FrameBudget(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.second = nanoTime.getAsLong();
  }

  /** Allows frames that follow from something that was sent. */
  void expect(int frames) {
    expected += frames;
  }

  /** Counts one frame; returns false when it is one too many. */
  boolean spend() {
    long now = nanoTime.getAsLong();
    if (now - second >= SECOND) {
      second = now;
      spent = 0;
    }
    if (spent < A_SECOND) {
      spent++;
      return true;
    }
    expected--;
    return expected >= 0;
  }
}
