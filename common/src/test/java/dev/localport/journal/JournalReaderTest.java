package dev.localport.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.EventQuery;
import dev.localport.api.JournalEntry;
import dev.localport.api.JournalType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalReaderTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir private Path folder;
  private JournalReader reader;

  @BeforeEach
  void write() throws IOException {
    reader = new JournalReader(folder);
    file(1, line(1) + line(2) + line(3));
    file(4, line(4) + "{\"sequence\":5,\"at\":\"x\"}\n" + line(6));
    file(7, line(7) + line(8) + line(9).strip());
    Path _ = Files.writeString(folder.resolve("notes.jsonl"), line(10));
  }

  private void file(long first, String content) throws IOException {
    Path _ = Files.writeString(folder.resolve("%019d.jsonl".formatted(first)), content);
  }

  private static String line(long number) {
    return JournalEntry.of(JournalType.ERROR)
            .service(number % 2 == 0 ? "web" : "db")
            .build()
            .numbered(number, NOON)
            .toJson()
        + "\n";
  }

  private List<Long> after(long number, int most) throws IOException {
    List<Long> found = new ArrayList<>();
    reader.readAfter(
        number,
        entry -> {
          found.add(entry.sequence());
          return found.size() < most;
        });
    return found;
  }

  @Test
  void wholeLinesOfTheJournalsFilesAreReadInOrder() throws IOException {
    assertThat(after(0, 100)).containsExactly(1L, 2L, 3L, 4L, 6L, 7L, 8L);
  }

  @Test
  void thoseBehindANumberAreReadAsFarAsTheyAreTaken() throws IOException {
    assertThat(after(2, 2)).containsExactly(3L, 4L);
    assertThat(after(3, 100)).containsExactly(4L, 6L, 7L, 8L);
    assertThat(after(6, 100)).containsExactly(7L, 8L);
    assertThat(after(8, 100)).isEmpty();
  }

  @Test
  void theLastEntryIsTheLastWholeLineThatIsOne() {
    assertThat(JournalReader.last((line(1) + line(2) + line(3).strip()).getBytes(UTF_8)))
        .extracting(JournalEntry::sequence)
        .isEqualTo(2L);
    assertThat(JournalReader.last((line(1) + "{\"sequence\":2}\nx\n").getBytes(UTF_8)))
        .extracting(JournalEntry::sequence)
        .isEqualTo(1L);
    assertThat(JournalReader.last("x\n".getBytes(UTF_8))).isNull();
    assertThat(JournalReader.last(new byte[0])).isNull();
  }

  @Test
  void linesWithAnotherBeginningAreReadWhole() throws IOException {
    file(7, "x\n{\"sequence\":8}\n{\"sequence\":x,\n" + line(9));

    assertThat(after(6, 100)).containsExactly(9L);
  }

  @Test
  void filesThatHoldNoneOfThemAreNotOpened() throws IOException {
    Files.delete(folder.resolve("%019d.jsonl".formatted(1)));
    Path _ = Files.createDirectory(folder.resolve("%019d.jsonl".formatted(1)));

    assertThat(after(3, 100)).containsExactly(4L, 6L, 7L, 8L);
  }

  @Test
  void theNewestThatAreWantedAreKept() throws IOException {
    WantedEntries wanted = new WantedEntries(new EventQuery("web", null, Set.of(), null, 2, 2));
    reader.read(wanted);

    assertThat(wanted.all()).extracting(JournalEntry::sequence).containsExactly(6L, 8L);
  }

  @Test
  void aFolderThatIsNotThereHoldsNothing() throws IOException {
    reader = new JournalReader(folder.resolve("none"));

    assertThat(after(0, 100)).isEmpty();
  }
}
