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
  final LongAdder failed = new LongAdder();
  final LongAdder sent = new LongAdder();
  final LongAdder received = new LongAdder();
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
