package dev.localport.cli.imports.draft;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects the entries of all files. A forward that is there twice is one. Belongs to one import.
 */
public final class Drafts {
  /** How many entries one import may have: a file that people wrote has less. */
  public static final int MOST = 2000;

  private final List<Entry> entries = new ArrayList<>();

  /** Adds what was found, unless the same is there. */
  public void add(Entry entry) {
    if (entries.size() < MOST && entries.stream().noneMatch(other -> isSame(other, entry))) {
      entries.add(entry);
    }
  }

  private static boolean isSame(Entry one, Entry other) {
    return switch (one) {
      case Draft draft -> other instanceof Draft second && draft.isSameAs(second);
      case Skipped(Origin at, String why) ->
          other instanceof Skipped second && second.at().equals(at) && second.why().equals(why);
    };
  }

  /** Adds a note of what was not imported. */
  public void skip(Origin at, String why) {
    add(new Skipped(at, why));
  }

  /** Returns all, in the order in which they were added. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }
}
