package dev.localport.daemon.forward.local;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How many connections failed, by why. Thread-safe. */
final class FailureCounts {
  private final Map<FailureCause, LongAdder> counts = new EnumMap<>(FailureCause.class);

  FailureCounts() {
    for (FailureCause cause : FailureCause.values()) {
      counts.put(cause, new LongAdder());
    }
  }

  void add(FailureCause cause) {
    LongAdder count = counts.get(cause);
    if (count == null) {
      throw new IllegalStateException("no count of " + cause);
    }
    count.increment();
  }

  /** Returns how many there were of all causes. */
  long sum() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** Returns how many there were of each cause, by its word; those that never were, too. */
  Map<String, Long> byWord() {
    Map<String, Long> words = new LinkedHashMap<>();
    counts.forEach((cause, count) -> words.put(cause.word(), count.sum()));
    return words;
  }
}
