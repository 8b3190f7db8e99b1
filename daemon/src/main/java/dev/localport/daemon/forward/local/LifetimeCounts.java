package dev.localport.daemon.forward.local;

import dev.localport.api.Lifetimes;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** How long connections lived. Thread-safe; a connection costs two additions. */
final class LifetimeCounts {
  private static final double NANOS_PER_SECOND = 1e9;

  private final List<LongAdder> ranges =
      Stream.generate(LongAdder::new).limit(Lifetimes.BOUNDS.size() + 1L).toList();
  private final LongAdder nanos = new LongAdder();

  /** Counts a connection that has ended. */
  void add(long lived) {
    double seconds = lived / NANOS_PER_SECOND;
    int range = 0;
    while (range < Lifetimes.BOUNDS.size() && seconds > Lifetimes.BOUNDS.get(range)) {
      range++;
    }
    ranges.get(range).increment();
    nanos.add(lived);
  }

  /** Returns the figures of now. */
  Lifetimes now() {
    return Lifetimes.ofRanges(
        ranges.stream().map(LongAdder::sum).toList(), nanos.sum() / NANOS_PER_SECOND);
  }
}
