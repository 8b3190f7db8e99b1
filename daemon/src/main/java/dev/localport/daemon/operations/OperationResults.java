package dev.localport.daemon.operations;

import dev.localport.api.OperationKind;
import dev.localport.api.OperationStatus;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts how operations ended since the daemon started. Confined to its owner. */
final class OperationResults {
  private final Map<OperationKind, Map<String, Long>> counts = new EnumMap<>(OperationKind.class);

  OperationResults() {
    for (OperationKind kind : OperationKind.values()) {
      Map<String, Long> none = new TreeMap<>();
      OperationStatus.ENDS.forEach(end -> none.put(end, 0L));
      counts.put(kind, none);
    }
  }

  /** One more ended. */
  void add(OperationKind kind, String end) {
    counts.computeIfPresent(
        kind,
        (_, ends) -> {
          ends.merge(end, 1L, Long::sum);
          return ends;
        });
  }

  /** Returns how many there were of each kind, by how they ended; those without any, too. */
  Map<OperationKind, Map<String, Long>> counts() {
    Map<OperationKind, Map<String, Long>> copy = new EnumMap<>(OperationKind.class);
    counts.forEach((kind, ends) -> copy.put(kind, new TreeMap<>(ends)));
    return copy;
  }
}
