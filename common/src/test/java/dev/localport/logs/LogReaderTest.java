package dev.localport.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogReaderTest {
  private static final Instant BEGIN = Instant.parse("2026-01-31T08:00:00Z");

  @TempDir private Path folder;
  private Path log;
  private LogReader reader;

  @BeforeEach
  void aLog() {
    log = folder.resolve("daemon.log");
    reader = new LogReader(log);
  }

  private static String line(int number) {
    return "2026-01-31T%02d:%02d:%02d.000Z %s line %d"
        .formatted(8 + number / 3600, number / 60 % 60, number % 60, level(number), number);
  }

  private static String level(int number) {
    return number % 10 == 0 ? "ERROR" : "INFO ";
  }

  private void write(int from, int to) throws IOException {
    List<String> lines = IntStream.range(from, to).mapToObj(LogReaderTest::line).toList();
    Path _ = Files.write(log, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void append(String text) throws IOException {
    Path _ = Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void rotate() throws IOException {
    for (int number = LogReader.OLDER_FILES; number > 0; number--) {
      Path younger = LogReader.older(log, number - 1);
      if (Files.exists(younger)) {
        Path _ =
            Files.move(younger, LogReader.older(log, number), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static LogQuery query(
      @Nullable String level, @Nullable Instant since, @Nullable String grep) {
    return new LogQuery(null, null, level, since, grep, null);
  }

  private static LogFilter filter(LogQuery query) {
    return LogFilter.of(query, Set.of());
  }

  private List<String> last(int count, LogFilter filter) throws IOException {
    return behind(reader.beginOfLast(count, filter), filter, new ArrayList<>());
  }

  private List<String> behind(LogPosition from, LogFilter filter, List<LogPosition> ends)
      throws IOException {
    List<String> texts = new ArrayList<>();
    LogReader.Reached _ =
        reader.read(
            from,
            filter,
            (entry, end) -> {
              texts.add(entry.text());
              ends.add(end);
              return true;
            });
    return texts;
  }

  private static List<String> lines(int from, int to) {
    return IntStream.range(from, to).mapToObj(LogReaderTest::line).toList();
  }

  @Test
  void theLastLinesAreReadOverAllFiles() throws IOException {
    write(0, 30);
    rotate();
    write(30, 60);
    rotate();
    write(60, 62);

    assertThat(last(2, LogFilter.ALL)).isEqualTo(lines(60, 62));
    assertThat(last(10, LogFilter.ALL)).isEqualTo(lines(52, 62));
    assertThat(last(40, LogFilter.ALL)).isEqualTo(lines(22, 62));
    assertThat(last(999, LogFilter.ALL)).isEqualTo(lines(0, 62));
    assertThat(last(Integer.MAX_VALUE, LogFilter.ALL)).isEqualTo(lines(0, 62));
    assertThat(last(0, LogFilter.ALL)).isEmpty();
  }

  @Test
  void aLogIsReadInPartsFromItsEnd() throws IOException {
    write(0, 20_000);

    for (int count : new int[] {1, 1_500, 4_321, 19_999, 20_000}) {
      assertThat(last(count, LogFilter.ALL)).isEqualTo(lines(20_000 - count, 20_000));
    }
    assertThat(last(3, filter(query("error", null, null))))
        .containsExactly(line(19_970), line(19_980), line(19_990));
    assertThat(last(2, filter(query(null, null, "line 1?7$")))).containsExactly(line(7), line(17));
    Instant since = BEGIN.plus(Duration.ofSeconds(10_005));
    assertThat(last(Integer.MAX_VALUE, filter(query(null, since, null))))
        .isEqualTo(lines(10_005, 20_000));
    assertThat(last(5, filter(query(null, since, null)))).isEqualTo(lines(19_995, 20_000));
    assertThat(last(9_999, filter(query(null, since.plusSeconds(9_990), null))))
        .isEqualTo(lines(19_995, 20_000));
  }

  @Test
  void aTraceStaysWithItsLine() throws IOException {
    append(line(1) + "\njava.io.IOException\n\tat x\n\n\tat y\n" + line(2) + "\n");

    assertThat(last(2, LogFilter.ALL))
        .containsExactly(line(1) + "\njava.io.IOException\n\tat x\n\n\tat y", line(2));
    assertThat(last(9, filter(query(null, null, "IOEx")))).hasSize(1);
    assertThat(last(1, LogFilter.ALL)).containsExactly(line(2));
  }

  @Test
  void linesWithoutATimeAreReadToo() throws IOException {
    append("one\ntwo\n\r\nthree\r\n" + "x\n".repeat(100_000));

    assertThat(last(100_004, LogFilter.ALL)).startsWith("one", "two", "", "three", "x");
    assertThat(last(2, LogFilter.ALL)).containsExactly("x", "x");
  }

  @Test
  void aLineWithoutItsEndIsNotReadYet() throws IOException {
    append(line(1) + "\n" + line(2).substring(0, 20));
    LogPosition end = reader.beginOfLast(0, LogFilter.ALL);

    assertThat(last(9, LogFilter.ALL)).containsExactly(line(1));
    append(line(2).substring(20) + "\n");
    assertThat(behind(end, LogFilter.ALL, new ArrayList<>())).containsExactly(line(2));

    append("half");
    rotate();
    write(3, 4);
    assertThat(last(9, LogFilter.ALL))
        .as("nothing is added to it any more")
        .containsExactly(line(1), line(2) + "\nhalf", line(3));
  }

  @Test
  void aPositionHoldsOverRotationAndNoLineIsLostOrRepeated() throws IOException {
    Random random = new Random(4);
    List<String> seen = new ArrayList<>();
    LogPosition at = LogPosition.START;
    int written = 0;
    for (int step = 0; step < 300; step++) {
      int next = written + random.nextInt(5);
      write(written, next);
      written = next;
      if (random.nextInt(3) > 0) {
        List<LogPosition> ends = new ArrayList<>();
        seen.addAll(behind(at, LogFilter.ALL, ends));
        at = ends.isEmpty() ? at : ends.getLast();
        if (random.nextInt(2) > 0) {
          rotate();
        }
      }
    }
    seen.addAll(behind(at, LogFilter.ALL, new ArrayList<>()));

    assertThat(seen).isEqualTo(lines(0, written));
  }

  @Test
  void aPlaceThatWasDroppedIsSaidAndAllThatIsLeftIsRead() throws IOException {
    write(0, 1);
    LogPosition at = reader.beginOfLast(0, LogFilter.ALL);
    for (int number = 1; number < 4; number++) {
      rotate();
      write(number, number + 1);
    }

    List<String> found = new ArrayList<>();
    LogReader.Reached reached =
        reader.read(at, LogFilter.ALL, (entry, _) -> found.add(entry.text()));

    assertThat(found).isEqualTo(lines(1, 4));
    assertThat(reached.isMissed()).isTrue();
    assertThat(reader.read(reached.position(), LogFilter.ALL, (_, _) -> true).isMissed()).isFalse();
  }

  @Test
  void whoHasEnoughGoesOnBehindWhatWasTaken() throws IOException {
    write(0, 5);
    rotate();
    write(5, 9);
    List<String> found = new ArrayList<>();

    LogReader.Reached reached =
        reader.read(
            LogPosition.START,
            LogFilter.ALL,
            (entry, _) -> found.size() < 6 && found.add(entry.text()));

    assertThat(reached.isAll()).isFalse();
    assertThat(behind(reached.position(), LogFilter.ALL, new ArrayList<>())).isEqualTo(lines(6, 9));
  }

  @Test
  void aLineThatNeverEndsTakesNoMemory() throws IOException {
    append(line(1) + "\n");
    for (int i = 0; i < 3; i++) {
      append("y".repeat(1 << 20));
    }
    append("\n" + line(2) + "\n");

    assertThat(last(2, LogFilter.ALL).getFirst())
        .hasSize(line(1).length() + 1 + LogScanner.MOST_OF_LINE);
    assertThat(last(1, LogFilter.ALL)).containsExactly(line(2));
  }

  @Test
  void anEntryOfEndlessLinesIsSplit() throws IOException {
    append(line(1) + "\n" + "\tat x\n".repeat(LogScanner.MOST_LINES + 5));

    assertThat(last(99, LogFilter.ALL)).hasSize(7);
  }

  @Test
  void aLogThatIsNotThereHasNoLines() throws IOException {
    assertThat(reader.isThere()).isFalse();
    assertThat(last(9, LogFilter.ALL)).isEmpty();
    append("");
    assertThat(reader.isThere()).isTrue();
    assertThat(last(0, LogFilter.ALL)).isEmpty();
    append("half");
    assertThat(last(1, LogFilter.ALL)).isEmpty();
  }
}
