package dev.localport.daemon.forward;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What went through one forward since it exists. Thread-safe: counted on the event loop, read
 * anywhere.
 */
final class Traffic {
  final AtomicInteger active = new AtomicInteger();
  final AtomicInteger held = new AtomicInteger();
  final LongAdder total = new LongAdder();
  final FailureCounts failed = new FailureCounts();
  final LongAdder sent = new LongAdder();
  final LongAdder received = new LongAdder();

  /** From the moment a connection was accepted to the first byte from the pod. */
  final RecentTimes firstBytes = new RecentTimes();

  private volatile @Nullable Instant lastActivity;

  /** Notes that bytes moved, at most a few times a second per connection. */
  void active(Instant now) {
    lastActivity = now;
  }

  /** Returns when bytes moved last, or null if none did. */
  @Nullable Instant lastActivity() {
    return lastActivity;
  }
}
