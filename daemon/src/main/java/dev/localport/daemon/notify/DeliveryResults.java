package dev.localport.daemon.notify;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what became of notifications since the daemon started. Thread-safe. */
final class DeliveryResults {
  private final LongAdder delivered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  /** A program ran, and had nothing to complain about. */
  void delivered() {
    delivered.increment();
  }

  /** A program failed, or was not found. */
  void failed() {
    failed.increment();
  }

  /** One found no room in the queue of its program. */
  void dropped() {
    dropped.increment();
  }

  /** Returns how many of each there were, by these words. */
  Map<String, Long> counts() {
    return new TreeMap<>(
        Map.of("delivered", delivered.sum(), "failed", failed.sum(), "dropped", dropped.sum()));
  }
}
