package dev.localport.bench;

import dev.localport.e2e.NeedsFaults;
import dev.localport.e2e.OnRealCluster;
import dev.localport.e2e.TestCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The run of all rows: {@code docs/benchmarks.md}. A row fails when it cannot be measured, never
 * for what was measured.
 */
@Tag("bench")
@OnRealCluster
@NeedsFaults
class BenchIT {
  private static final int ROUNDS = 5;

  private static final List<Row> ROWS =
      List.of(
          new FirstByteRow(),
          new ThroughputRow(),
          new StallRow(),
          new PodReplacementRow(),
          new BlackHoleRow(),
          new ReturnRow(),
          new IdleRow(),
          new StatusRow(),
          new ReadyRow(),
          new FramePathRow());

  private final Path root =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("");
  private final int rounds = Setting.property("rounds", ROUNDS);
  private final List<Line> lines = new ArrayList<>();
  private int measured;

  @TempDir Path temporary;

  @TestFactory
  Stream<DynamicTest> rows(TestCluster cluster) throws IOException, InterruptedException {
    Instant begin = Instant.now();
    Machine machine = Machine.here(cluster.kubeconfig());
    Setting setting = new Setting(cluster, temporary, root, rounds);
    Stream<DynamicTest> rows =
        chosen().stream()
            .map(row -> DynamicTest.dynamicTest(row.title(), () -> measure(row, setting)));
    DynamicTest docs =
        DynamicTest.dynamicTest("docs", () -> keep(new Report(begin, machine, rounds, lines)));
    return Stream.concat(rows, Stream.of(docs));
  }

  private static List<Row> chosen() {
    List<String> letters = List.of(System.getProperty("bench.rows", "").split(","));
    List<Row> chosen = ROWS.stream().filter(row -> letters.contains(row.letter())).toList();
    return chosen.isEmpty() ? ROWS : chosen;
  }

  private void measure(Row row, Setting setting) throws IOException, InterruptedException {
    System.out.printf("%n%s. %s (load %s)%n", row.letter(), row.title(), Machine.load());
    Sheet sheet = new Sheet(row.letter());
    try {
      row.measure(setting, sheet);
      measured++;
    } finally {
      System.out.print(Report.table(sheet.lines()));
      lines.addAll(sheet.lines());
    }
  }

  /** Any property of a run makes it a try: what the documents say is always measured the same. */
  private static boolean isTry() {
    return System.getProperties().stringPropertyNames().stream()
        .anyMatch(name -> name.startsWith("bench."));
  }

  private void keep(Report report) throws IOException {
    Docs docs = new Docs(root);
    boolean whole = measured == ROWS.size() && !isTry();
    Path kept = whole ? docs.keep(report) : docs.keepTry(report);
    System.out.printf("%n%s%nRaw figures: %s%n", report.markdown(), kept);
  }
}
