package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.Draft;
import dev.localport.cli.imports.draft.Drafts;
import dev.localport.cli.imports.draft.Entry;
import java.util.ArrayList;
import java.util.List;

/** Reads files of other tools, in their order. Runs nothing of them. */
public final class Importer {
  private Importer() {}

  /**
   * A file that was read.
   *
   * @param format what people call such a file
   * @param found how many forwards are in it, whether they could be imported or not
   */
  public record ReadFile(String label, String format, int found) {}

  /** All that was found. */
  public record Found(List<ReadFile> files, List<Entry> entries) {
    /** Copies the lists, so that it never changes. */
    public Found {
      files = List.copyOf(files);
      entries = List.copyOf(entries);
    }

    /** Returns how many services can be used as they are. */
    public long whole() {
      return entries.stream()
          .filter(entry -> entry instanceof Draft draft && draft.isWhole())
          .count();
    }
  }

  /**
   * Reads all files.
   *
   * @throws ImportException if one of them is not what its name promises
   */
  public static Found read(List<Source> sources) throws ImportException {
    Drafts drafts = new Drafts();
    List<ReadFile> files = new ArrayList<>();
    for (Source source : sources) {
      int before = drafts.entries().size();
      String format = Recognizer.read(source, drafts);
      files.add(new ReadFile(source.label(), format, drafts.entries().size() - before));
    }
    return new Found(files, drafts.entries());
  }
}
