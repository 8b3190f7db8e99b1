package dev.localport.daemon.journal;

import dev.localport.api.EventQuery;
import dev.localport.api.JournalEntry;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest entries of each service and of each context. Bounded: this many of each, and the
 * services and contexts with the latest events. Confined to its owner.
 */
final class RecentEntries {
  /** How many services and contexts are remembered: more than a daemon has. */
  private static final int NAMES = 1000;

  private final Map<String, Newest> services = newestNames();
  private final Map<String, Newest> contexts = newestNames();
  private int keep = 100;
  private Left elsewhere = Left.NOTHING; // of names that are not remembered

  /**
   * Entries that are on disk alone.
   *
   * @param last the greatest number of one
   * @param lastAt when the newest of them happened; clocks are set back, so it need not be the last
   */
  private record Left(long last, Instant lastAt) {
    static final Left NOTHING = new Left(0, Instant.MIN);

    Left with(long number, Instant at) {
      return new Left(Math.max(last, number), at.isAfter(lastAt) ? at : lastAt);
    }

    boolean isWantedBy(EventQuery query) {
      Instant since = query.since();
      return last > query.after() && (since == null || !lastAt.isBefore(since));
    }
  }

  /** The newest entries of one name, the oldest first, and what was left of older ones. */
  private static final class Newest {
    private final Deque<JournalEntry> entries = new ArrayDeque<>();
    private Left left;

    Newest(Left left) {
      this.left = left;
    }

    void trim(int most) {
      while (entries.size() > most) {
        JournalEntry oldest = entries.remove();
        left = left.with(oldest.sequence(), oldest.at());
      }
    }
  }

  private Map<String, Newest> newestNames() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Newest> eldest) {
        if (size() <= NAMES) {
          return false;
        }
        eldest.getValue().trim(0);
        Left left = eldest.getValue().left;
        elsewhere = elsewhere.with(left.last(), left.lastAt());
        return true;
      }
    };
  }

  /** Begins behind what earlier daemons left on disk. */
  void begin(long last, Instant lastAt) {
    elsewhere = elsewhere.with(last, lastAt);
  }

  /** Keeps at most this many of each from now on. */
  void keep(int most) {
    keep = most;
    services.values().forEach(each -> each.trim(most));
    contexts.values().forEach(each -> each.trim(most));
  }

  /** Takes the newest entry. */
  void add(JournalEntry entry) {
    add(services, entry.service(), entry);
    add(contexts, entry.context(), entry);
  }

  private void add(Map<String, Newest> names, @Nullable String name, JournalEntry entry) {
    if (name != null) {
      Newest newest = names.computeIfAbsent(name, _ -> new Newest(elsewhere));
      newest.entries.add(entry);
      newest.trim(keep);
    }
  }

  /**
   * Answers a query from memory.
   *
   * @return the entries, the oldest first; null where some that are wanted may be on disk alone
   */
  @Nullable List<JournalEntry> find(EventQuery query) {
    Newest newest = newest(query);
    if (newest == null) {
      return null;
    }
    List<JournalEntry> found = newest.entries.stream().filter(query::wants).toList();
    int limit = query.limit();
    if (limit > 0 && found.size() >= limit) {
      return found.subList(found.size() - limit, found.size());
    }
    return newest.left.isWantedBy(query) ? null : found;
  }

  private @Nullable Newest newest(EventQuery query) {
    String service = query.service();
    String context = query.context();
    if (service != null) {
      return services.get(service);
    }
    return context == null ? null : contexts.get(context);
  }
}
