package dev.localport.daemon.services;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Services that were asked to begin, and which of them have: one may have to wait for the end of
 * what had its port before. Thread-safe.
 *
 * @param each is done when the service of that name has begun; in the order in which they were
 *     asked
 */
record Beginnings(Map<String, CompletableFuture<Void>> each) {
  Beginnings {
    each = Collections.unmodifiableMap(new LinkedHashMap<>(each));
  }

  /** Has a task run each time that a service begins, by the thread that learns of it. */
  void onEach(Runnable task) {
    each.values()
        .forEach(one -> {
          var _ = one.whenComplete((_, _) -> task.run());
        });
  }

  /** Returns the names of those that have begun. */
  List<String> done() {
    return each.entrySet().stream()
        .filter(one -> one.getValue().isDone())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Returns whether all of them have. */
  boolean isAll() {
    return each.values().stream().allMatch(CompletableFuture::isDone);
  }
}
