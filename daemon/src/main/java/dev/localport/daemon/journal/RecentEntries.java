package dev.localport.daemon.journal;

import dev.localport.api.JournalEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest entries of each service and of each context. Bounded: so many of each, and the
 * services and contexts that something happened to last. Confined to its owner.
 */
final class RecentEntries {
  /** How many services and contexts are remembered: more than a daemon serves. */
  private static final int NAMES = 1000;

  private final Map<String, Deque<JournalEntry>> services = newestNames();
  private final Map<String, Deque<JournalEntry>> contexts = newestNames();
  private int keep = 100;

  private static Map<String, Deque<JournalEntry>> newestNames() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Deque<JournalEntry>> eldest) {
        return size() > NAMES;
      }
    };
  }

  /** Keeps at most so many of each from now on. */
  void keep(int most) {
    keep = most;
    services.values().forEach(this::trim);
    contexts.values().forEach(this::trim);
  }

  /** Takes the newest entry. */
  void add(JournalEntry entry) {
    add(services, entry.service(), entry);
    add(contexts, entry.context(), entry);
  }

  private void add(
      Map<String, Deque<JournalEntry>> names, @Nullable String name, JournalEntry entry) {
    if (name != null) {
      Deque<JournalEntry> entries = names.computeIfAbsent(name, _ -> new ArrayDeque<>());
      entries.add(entry);
      trim(entries);
    }
  }

  private void trim(Deque<JournalEntry> entries) {
    while (entries.size() > keep) {
      entries.remove();
    }
  }

  /** Returns the newest entries of a service, the oldest first. */
  List<JournalEntry> ofService(String name) {
    return List.copyOf(services.getOrDefault(name, new ArrayDeque<>()));
  }

  /** Returns the newest entries of a context, the oldest first. */
  List<JournalEntry> ofContext(String name) {
    return List.copyOf(contexts.getOrDefault(name, new ArrayDeque<>()));
  }
}
