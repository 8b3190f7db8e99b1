package dev.localport.daemon.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.EventQuery;
import dev.localport.api.JournalEntry;
import dev.localport.api.JournalType;
import dev.localport.daemon.time.ManualTimers;
import dev.localport.journal.JournalReader;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  @TempDir private Path folder;
  private final ManualTimers timers = new ManualTimers();
  private final FaultyAppender disk = new FaultyAppender();

  private Journal journal() {
    Journal journal = new Journal(folder, new JournalFiles(folder, disk), timers);
    journal.open();
    return journal;
  }

  private static void error(Journal journal, String service) {
    journal.add(JournalEntry.of(JournalType.ERROR).service(service).context("prod"));
  }

  private static List<Long> numbers(List<JournalEntry> entries) {
    return entries.stream().map(JournalEntry::sequence).toList();
  }

  private static List<JournalEntry> read(Journal journal, EventQuery query) {
    try {
      return journal.read(query);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void entriesAreNumberedDatedAndOutliveTheDaemon() {
    Journal journal = journal();
    error(journal, "web");
    timers.advance(Duration.ofSeconds(7));
    error(journal, "db");
    List<JournalEntry> before = read(journal, EventQuery.ALL);
    journal.close();

    Journal next = journal();
    error(next, "web");

    assertThat(numbers(read(next, EventQuery.ALL))).containsExactly(1L, 2L, 3L);
    assertThat(read(next, EventQuery.ALL)).startsWith(before.toArray(JournalEntry[]::new));
    assertThat(before.getLast().at()).isEqualTo(timers.instant());
  }

  @Test
  void listenersHearInOrderOfWhatIsOnDiskAlready() {
    Journal journal = journal();
    List<Long> told = Collections.synchronizedList(new ArrayList<>());
    List<Long> missing = Collections.synchronizedList(new ArrayList<>());
    journal.listen(entry -> {
      told.add(entry.sequence());
      try {
        List<Long> onDisk = new ArrayList<>();
        new JournalFiles(folder).read(each -> onDisk.add(each.sequence()));
        if (!onDisk.contains(entry.sequence())) {
          missing.add(entry.sequence());
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });
    List<CompletableFuture<Void>> authors = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      authors.add(
          CompletableFuture.runAsync(() -> {
            for (int n = 0; n < 25; n++) {
              error(journal, "web");
            }
          }));
    }
    authors.forEach(Await::get);

    Await.until("last entry", () -> told.size() == 100);
    assertThat(told).isSorted().doesNotHaveDuplicates();
    assertThat(missing).isEmpty();
  }

  @Test
  void aFullDiskIsSaidAndWhatWaitedIsWrittenWhenThereIsRoom() {
    Journal journal = journal();
    List<Long> told = Collections.synchronizedList(new ArrayList<>());
    journal.listen(entry -> told.add(entry.sequence()));
    disk.full(true);
    error(journal, "web");
    Await.until("entry told", () -> told.size() == 1);

    assertThat(journal.notes())
        .singleElement()
        .asString()
        .startsWith("the journal is not saved: no space left on ");
    assertThat(numbers(read(journal, EventQuery.ALL))).containsExactly(1L);

    disk.full(false);
    timers.advance(Journal.RETRY);

    Await.until("the journal saved", () -> journal.notes().isEmpty());
    assertThat(numbers(read(journal(), EventQuery.ALL))).containsExactly(1L);
  }

  @Test
  void whatFindsNoRoomInMemoryEitherIsCounted() {
    Journal journal = journal();
    disk.full(true);
    for (int i = 0; i < Journal.WAITING + 5; i++) {
      error(journal, "web");
    }

    Await.until(
        "loss told", () -> journal.notes().contains("5 events could not be saved and are lost"));
    JournalFigures figures = journal.figures();
    assertThat(figures.entries()).isEqualTo(Journal.WAITING + 5);
    assertThat(figures.lost()).isEqualTo(5);
    assertThat(figures.failures()).isPositive();
    Await.until("all others wait", () -> journal.figures().waiting() == Journal.WAITING);
  }

  @Test
  void itsSizeIsThatOfItsFilesAlsoForTheNextDaemon() throws IOException, InterruptedException {
    Journal journal = journal();
    assertThat(journal.figures()).isEqualTo(new JournalFigures(0, 0, 0, 0, 0));
    for (int i = 0; i < 300; i++) {
      journal.add(JournalEntry.of(JournalType.ERROR).cause("x".repeat(8_000)));
    }
    journal.await();

    assertThat(new JournalReader(folder).files()).hasSizeGreaterThan(2);
    assertThat(journal.figures()).isEqualTo(new JournalFigures(300, size(), 0, 0, 0));
    assertThat(journal().figures()).isEqualTo(new JournalFigures(0, size(), 0, 0, 0));
  }

  private long size() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void aTornLastLineIsSaid() throws IOException, InterruptedException {
    Journal journal = journal();
    error(journal, "web");
    journal.await();
    Path file = folder.resolve("%019d.jsonl".formatted(1));
    Path _ = Files.writeString(file, "{\"sequence\":2,", StandardOpenOption.APPEND);

    Journal next = journal();

    assertThat(next.notes()).singleElement().asString().startsWith("the last line of the journal");
    assertThat(numbers(read(next, EventQuery.ALL))).containsExactly(1L);
  }

  @Test
  void aQueryTakesWhatItAsksFor() {
    Journal journal = journal();
    error(journal, "web");
    timers.advance(Duration.ofHours(1));
    error(journal, "db");
    journal.add(JournalEntry.of(JournalType.CONNECTED).service("web").context("staging"));

    assertThat(numbers(read(journal, new EventQuery("web", null, Set.of(), null, 0, 0))))
        .containsExactly(1L, 3L);
    assertThat(numbers(read(journal, new EventQuery(null, "prod", Set.of(), null, 0, 1))))
        .containsExactly(2L);
    assertThat(
            numbers(
                read(
                    journal,
                    new EventQuery(null, null, Set.of(JournalType.ERROR), timers.instant(), 0, 0))))
        .containsExactly(2L);
    assertThat(numbers(read(journal, new EventQuery(null, null, Set.of(), null, 2, 0))))
        .containsExactly(3L);
  }

  @Test
  void aListenerThatFailsKeepsNoOtherFromHearing() {
    Journal journal = journal();
    List<Long> told = Collections.synchronizedList(new ArrayList<>());
    journal.listen(_ -> {
      throw new IllegalStateException("a test's bug");
    });
    journal.listen(entry -> told.add(entry.sequence()));
    error(journal, "web");
    error(journal, "web");

    Await.until("both told", () -> told.equals(List.of(1L, 2L)));
  }
}
