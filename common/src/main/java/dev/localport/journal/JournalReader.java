package dev.localport.journal;

import dev.localport.api.JournalEntry;
import dev.localport.paths.RegularFile;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the journal's files, also while a daemon writes them: JSON lines in files that are each
 * called by the number of their first entry. A line without its end is no entry yet, and lines that
 * are damaged or of a newer version are passed over. Thread-safe: immutable.
 *
 * @param folder of the files, which does not have to exist
 */
public record JournalReader(Path folder) {
  /** How the names of the files end. */
  public static final String SUFFIX = ".jsonl";

  private static final String NUMBER = "{\"sequence\":";

  /** Reads all entries, the oldest first. */
  public void read(Consumer<JournalEntry> reader) throws IOException {
    readAfter(
        0,
        entry -> {
          reader.accept(entry);
          return true;
        });
  }

  /**
   * Reads the entries behind a number, the oldest first. Files that hold none of them are not
   * opened.
   *
   * @param reader says whether it takes more
   */
  public void readAfter(long number, Predicate<JournalEntry> reader) throws IOException {
    List<Path> files = files();
    boolean more = true;
    for (int i = 0; more && i < files.size(); i++) {
      boolean older = i + 1 < files.size() && first(files.get(i + 1)) <= number + 1;
      more = older || read(files.get(i), number, reader);
    }
  }

  private static boolean read(Path file, long after, Predicate<JournalEntry> reader)
      throws IOException {
    try {
      byte[] content = RegularFile.bytes(file, RegularFile.OWN);
      return entries(content, after).allMatch(reader);
    } catch (NoSuchFileException _) {
      return true; // was dropped meanwhile
    }
  }

  /**
   * Returns the last entry in a file's content, as far as its lines are complete; null: it has
   * none.
   */
  public static @Nullable JournalEntry last(byte[] content) {
    int end = wholeLines(content);
    JournalEntry last = null;
    while (end > 0 && last == null) {
      int begin = wholeLines(content, end - 1);
      last = entry(new String(content, begin, end - 1 - begin, StandardCharsets.UTF_8));
      end = begin;
    }
    return last;
  }

  private static Stream<JournalEntry> entries(byte[] content, long after) {
    return new String(content, 0, wholeLines(content), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !isOlder(line, after))
        .map(JournalReader::entry)
        .filter(Objects::nonNull)
        .filter(entry -> entry.sequence() > after);
  }

  /* Of most lines the number is enough: to read all of one takes a hundred times as long. */
  private static boolean isOlder(String line, long after) {
    int end = line.indexOf(',');
    if (!line.startsWith(NUMBER) || end < 0) {
      return false;
    }
    try {
      return Long.parseLong(line, NUMBER.length(), end, 10) <= after;
    } catch (NumberFormatException _) {
      return false;
    }
  }

  private static @Nullable JournalEntry entry(String line) {
    try {
      return JournalEntry.from(JsonObject.parse(line));
    } catch (RpcException _) {
      return null; // damaged by something else: the lines around it are good
    }
  }

  /** Returns how many bytes of a file's content are whole lines. */
  public static int wholeLines(byte[] content) {
    return wholeLines(content, content.length);
  }

  private static int wholeLines(byte[] content, int length) {
    int end = length;
    while (end > 0 && content[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  /** Returns the journal's files, the oldest first. */
  public List<Path> files() throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(each -> first(each) >= 0).sorted().toList();
    } catch (NoSuchFileException _) {
      return List.of();
    }
  }

  /** Returns the number in a file's name, or -1 for a file that is not the journal's. */
  public static long first(Path file) {
    String name = String.valueOf(file.getFileName());
    boolean ours = name.matches("\\d{19}\\.jsonl");
    return ours ? Long.parseLong(name.substring(0, name.length() - SUFFIX.length())) : -1;
  }
}
