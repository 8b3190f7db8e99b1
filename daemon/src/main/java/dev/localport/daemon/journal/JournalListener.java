package dev.localport.daemon.journal;

import dev.localport.api.JournalEntry;

/** Called for each entry of the journal, in order, once it is on disk or cannot be. */
@FunctionalInterface
public interface JournalListener {
  /** Something happened. On the journal's thread; must not block. */
  void onEntry(JournalEntry entry);
}
