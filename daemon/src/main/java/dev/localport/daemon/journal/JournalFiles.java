package dev.localport.daemon.journal;

import dev.localport.api.JournalEntry;
import dev.localport.journal.JournalReader;
import dev.localport.paths.PathProblem;
import dev.localport.paths.PrivateFolder;
import dev.localport.paths.RegularFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The journal on disk: JSON lines in files of about a mebibyte, each called by the number of its
 * first entry. What is whole stays whole, whatever ends the daemon or fails: an entry is added
 * behind the last one that is known to be good, and a line without its end is no entry.
 *
 * <p>One writer; readers may read meanwhile.
 */
final class JournalFiles {
  /** How large a file grows, in bytes. */
  static final long FILE_BYTES = 1 << 20;

  /** How many files there are at most. */
  static final int FILES = 16;

  /** How long an entry is kept, at least as far as there is room. */
  static final Duration AGE = Duration.ofDays(31);

  private final Path folder;
  private final JournalReader reader;
  private final Appender appender;
  private @Nullable Path file; // that grows; null: the next entry begins one
  private volatile long good; // its bytes that hold whole lines
  private volatile long older; // bytes of the files before it
  private Instant lastAt = Instant.EPOCH; // of what was there

  /** Writes into files; a test's one fails, or stops half way. */
  interface Appender {
    /**
     * Cuts a file that is longer than {@code at} bytes, and writes behind its end.
     *
     * @return how long it is now
     * @throws IOException if not all was written; some of it may have been
     */
    long append(Path file, long at, ByteBuffer bytes) throws IOException;
  }

  /** A journal in a folder that is made when it is needed. */
  JournalFiles(Path folder) {
    this(folder, new FileAppender());
  }

  JournalFiles(Path folder, Appender appender) {
    this.folder = folder;
    this.reader = new JournalReader(folder);
    this.appender = appender;
  }

  /**
   * What was found on disk.
   *
   * @param last the number of the last entry, 0 if there is none
   * @param torn whether the last line had no end; it is not read, and the next entry replaces it
   */
  record Opened(long last, boolean torn) {}

  /** Looks what is there; before anything is added. */
  Opened open(Instant now) throws IOException {
    drop(now);
    List<Path> files = reader.files();
    if (files.isEmpty()) {
      file = null;
      return new Opened(0, false);
    }
    Path newest = files.getLast();
    byte[] content = RegularFile.bytes(newest, RegularFile.OWN);
    good = JournalReader.wholeLines(content);
    file = newest;
    older = size(files.subList(0, files.size() - 1));
    // only the last entry is parsed: ports are refused until this is done
    JournalEntry last = JournalReader.last(content);
    lastAt = last == null ? Instant.EPOCH : last.at();
    return new Opened(
        last == null ? JournalReader.first(newest) - 1 : last.sequence(), good < content.length);
  }

  /** Returns when the newest entry was written that {@link #open} found; the epoch: none was. */
  Instant lastAt() {
    return lastAt;
  }

  /**
   * Adds entries and takes each from {@code waiting} once it is there.
   *
   * @throws IOException if the first one that waits then could not be added
   */
  void append(Deque<JournalEntry> waiting, Instant now) throws IOException {
    for (JournalEntry next = waiting.peek(); next != null; next = waiting.peek()) {
      if (file == null || good >= FILE_BYTES) {
        drop(now);
        older = size(reader.files());
        file = folder.resolve("%019d%s".formatted(next.sequence(), JournalReader.SUFFIX));
        good = 0;
      }
      String line = next.toJson() + "\n";
      good = write(file, ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
      waiting.remove();
    }
  }

  private long write(Path to, ByteBuffer line) throws IOException {
    try {
      return appender.append(to, good, line);
    } catch (NoSuchFileException _) { // the folder is not there, or not anymore
      make();
      return appender.append(to, 0, line);
    }
  }

  private void make() throws IOException {
    try {
      var _ = PrivateFolder.create(folder);
    } catch (PathProblem e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Removes files that are too old, and the oldest where there are too many. */
  private void drop(Instant now) throws IOException {
    List<Path> files = reader.files();
    int surplus = files.size() - FILES + 1; // another one is about to begin
    for (int i = 0; i < files.size() - 1; i++) {
      Path old = files.get(i);
      if (i < surplus || Files.getLastModifiedTime(old).toInstant().isBefore(now.minus(AGE))) {
        Files.deleteIfExists(old);
      }
    }
  }

  /** Returns what reads the files. */
  JournalReader reader() {
    return reader;
  }

  /** Reads all entries, the oldest first; lines that are none are passed over. */
  void read(Consumer<JournalEntry> taker) throws IOException {
    reader.read(taker);
  }

  private static long size(List<Path> files) throws IOException {
    long bytes = 0;
    for (Path each : files) {
      bytes += Files.size(each);
    }
    return bytes;
  }

  /** Returns how many bytes the journal takes, as of the last write. From any thread. */
  long bytes() {
    return older + good;
  }
}
