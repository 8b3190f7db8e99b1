package dev.localport.journal;

import dev.localport.api.EventQuery;
import dev.localport.api.JournalEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps the entries that a query asks for, of all that it is given, the oldest first. Used by one
 * thread.
 */
public final class WantedEntries implements Consumer<JournalEntry> {
  private final EventQuery query;
  private final Deque<JournalEntry> found = new ArrayDeque<>();

  /** Begins with none. */
  public WantedEntries(EventQuery query) {
    this.query = query;
  }

  @Override
  public void accept(JournalEntry entry) {
    if (query.wants(entry)) {
      found.add(entry);
      if (query.limit() > 0 && found.size() > query.limit()) {
        found.remove();
      }
    }
  }

  /** Returns them in the order in which they came. */
  public List<JournalEntry> all() {
    return new ArrayList<>(found);
  }
}
