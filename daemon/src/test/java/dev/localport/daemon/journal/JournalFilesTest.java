package dev.localport.daemon.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.JournalEntry;
import dev.localport.api.JournalType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFilesTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir private Path home;
  private final FaultyAppender disk = new FaultyAppender();
  private Path folder;
  private JournalFiles files;

  @BeforeEach
  void begin() {
    folder = home.resolve("journal");
    files = new JournalFiles(folder, disk);
  }

  private static JournalEntry entry(long number) {
    return JournalEntry.of(JournalType.ERROR)
        .service("web")
        .cause("cause " + number + " ü")
        .build()
        .numbered(number, NOON);
  }

  private static Deque<JournalEntry> entries(long... numbers) {
    Deque<JournalEntry> entries = new ArrayDeque<>();
    LongStream.of(numbers).forEach(number -> entries.add(entry(number)));
    return entries;
  }

  private List<Long> kept() {
    List<Long> numbers = new ArrayList<>();
    try {
      files.read(entry -> numbers.add(entry.sequence()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return numbers;
  }

  private Path file() throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found.sorted().toList().getLast();
    }
  }

  @Test
  void whatWasAddedIsReadAgainWordForWord() throws IOException {
    assertThat(files.open(NOON)).isEqualTo(new JournalFiles.Opened(0, false));
    files.append(entries(1, 2), NOON);

    List<JournalEntry> read = new ArrayList<>();
    new JournalFiles(folder).read(read::add);

    assertThat(read).containsExactly(entry(1), entry(2));
    assertThat(new JournalFiles(folder).open(NOON)).isEqualTo(new JournalFiles.Opened(2, false));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void aLineWithoutItsEndIsReplacedByTheNextEntry() throws IOException {
    files.append(entries(1), NOON);
    Path _ = Files.writeString(file(), "{\"sequence\":2,\"at", StandardOpenOption.APPEND);

    files = new JournalFiles(folder);
    assertThat(files.open(NOON)).isEqualTo(new JournalFiles.Opened(1, true));
    files.append(entries(2), NOON);

    assertThat(kept()).containsExactly(1L, 2L);
    assertThat(Files.readString(file()).lines()).hasSize(2);
  }

  @Test
  void damagedLinesAndThoseOfANewerVersionArePassedOver() throws IOException {
    files.append(entries(1), NOON);
    Path _ =
        Files.writeString(
            file(),
            "\u0000\u0000\n[]\n{\"sequence\":2,\"at\":\"%s\",\"type\":\"dreamt\"}\n"
                .formatted(NOON),
            StandardOpenOption.APPEND);
    files = new JournalFiles(folder);
    JournalFiles.Opened _ = files.open(NOON);
    files.append(entries(3), NOON);

    assertThat(kept()).containsExactly(1L, 3L);
  }

  @Test
  void aWriteThatStopsHalfWayLeavesNothingBehind() throws IOException {
    files.append(entries(1), NOON);
    disk.failAfter(10);
    Deque<JournalEntry> waiting = entries(2, 3);
    assertThatThrownBy(() -> files.append(waiting, NOON)).hasMessage("No space left on device");
    assertThat(kept()).containsExactly(1L);

    files.append(waiting, NOON);

    assertThat(kept()).containsExactly(1L, 2L, 3L);
    assertThat(waiting).isEmpty();
  }

  @Test
  void aFolderThatWasRemovedIsMadeAgain() throws IOException {
    files.append(entries(1), NOON);
    Files.delete(file());
    Files.delete(folder);
    files.append(entries(2), NOON);

    assertThat(kept()).containsExactly(2L);
  }

  @Test
  void theOldestFilesGoWhereThereAreTooMany() throws IOException {
    String long1k = "x".repeat(4000);
    long last = JournalFiles.FILES * JournalFiles.FILE_BYTES / 4000 + 2000;
    Deque<JournalEntry> many = new ArrayDeque<>();
    for (long n = 1; n <= last; n++) {
      many.add(JournalEntry.of(JournalType.ERROR).cause(long1k).build().numbered(n, NOON));
    }
    files.append(many, NOON);

    List<Long> kept = kept();
    assertThat(kept.getLast()).isEqualTo(last);
    assertThat(kept).hasSize((int) (last - kept.getFirst() + 1));
    assertThat(files.bytes()).isLessThan((JournalFiles.FILES + 1) * JournalFiles.FILE_BYTES);
  }

  @Test
  void aFileThatIsTooOldGoesButTheNewestStays() throws IOException {
    files.append(entries(1), NOON);
    Path old = file();
    files = new JournalFiles(folder); // begins another file, since it has not looked what is there
    files.append(entries(2), NOON);
    for (Path each : List.of(old, file())) {
      Path _ = Files.setLastModifiedTime(each, FileTime.from(NOON));
    }

    JournalFiles.Opened found =
        new JournalFiles(folder).open(NOON.plus(JournalFiles.AGE).plus(Duration.ofSeconds(1)));

    assertThat(found.last()).isEqualTo(2);
    assertThat(kept()).containsExactly(2L);
  }

  /**
   * Thousands of sequences: entries, writes that fail or die after any byte, restarts, a clock that
   * jumps. What was added stays, once and in order; what was not may be there as a whole.
   */
  @Test
  void whateverEndsTheDaemonNothingIsLostAndNothingIsThereTwice() throws IOException {
    for (int seed = 0; seed < 1000; seed++) {
      folder = home.resolve("journal" + seed);
      new Course(new Random(seed)).run("seed " + seed);
    }
  }

  private final class Course {
    private final Random random;
    private final Deque<JournalEntry> waiting = new ArrayDeque<>();
    private final List<Long> added = new ArrayList<>();
    private Instant now = NOON;
    private long last;

    Course(Random random) {
      this.random = random;
    }

    void run(String name) throws IOException {
      restart();
      for (int step = 0; step < 12; step++) {
        step();
      }
      check(name);
      files.append(waiting, now);
      assertThat(kept()).as(name).isEqualTo(LongStream.rangeClosed(1, last).boxed().toList());
    }

    /** The first one that waits may be whole on disk: it is written over by itself. */
    private void check(String name) {
      List<Long> known = new ArrayList<>(added);
      List<Long> kept = kept();
      JournalEntry first = waiting.peek();
      if (first != null && kept.contains(first.sequence())) {
        known.add(first.sequence());
      }
      assertThat(kept).as(name).isEqualTo(known);
    }

    private void step() throws IOException {
      now = now.plusSeconds(random.nextInt(-100, 200));
      for (int i = random.nextInt(4); i > 0; i--) {
        waiting.add(entry(++last));
      }
      int fate = random.nextInt(4);
      if (fate == 0) {
        disk.failAfter(random.nextInt(160));
      } else if (fate == 1) {
        disk.dieAfter(random.nextInt(160));
      }
      write();
      if (random.nextInt(8) == 0) {
        restart();
      }
    }

    private void write() throws IOException {
      List<JournalEntry> before = List.copyOf(waiting);
      try {
        files.append(waiting, now);
        note(before);
      } catch (IOException _) {
        note(before);
      } catch (FaultyAppender.Killed _) {
        note(before);
        check("killed");
        restart();
      }
    }

    private void note(List<JournalEntry> before) {
      before.stream()
          .filter(one -> !waiting.contains(one))
          .forEach(one -> added.add(one.sequence()));
    }

    /**
     * What waited in memory is gone; one that was whole on disk is there though it was not known.
     */
    private void restart() throws IOException {
      files = new JournalFiles(folder, disk);
      long found = files.open(now).last();
      JournalEntry first = waiting.peek();
      if (first != null && found == first.sequence()) {
        added.add(found);
      }
      assertThat(found).isEqualTo(added.isEmpty() ? 0 : added.getLast());
      waiting.clear();
      last = found;
    }
  }
}
