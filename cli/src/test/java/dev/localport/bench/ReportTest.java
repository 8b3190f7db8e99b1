package dev.localport.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How measured values become a report. */
class ReportTest {
  @TempDir Path root;

  private static Report report() {
    Sheet sheet = new Sheet("a");
    sheet.line("first byte", "ms", new Budget.AtMost(60));
    sheet.line("throughput", "MB/s", new Budget.AtLeastTimes(1));
    sheet.line("never measured", "s", new Budget.None());
    sheet.add("first byte", Line.OURS, 58);
    sheet.add("first byte", Line.OURS, 57);
    sheet.add("first byte", Line.OURS, 59);
    sheet.say("first byte", Line.KUBECTL, "failed: reset");
    sheet.add("throughput", Line.OURS, 50);
    sheet.add("throughput", Line.KUBECTL, 100);
    return new Report(
        Instant.parse("2026-11-26T10:00:00Z"),
        new Machine(Map.of("processors", "2")),
        5,
        sheet.lines());
  }

  @Test
  void aWholeRunReplacesWhatStandsBetweenTheMarkersAndNothingElse() throws IOException {
    Path page = Files.createDirectories(root.resolve("docs")).resolve("benchmarks.md");
    Files.writeString(
        page, "before\n<!-- measured: begin -->\nold\n<!-- measured: end -->\nafter\n");

    Path json = new Docs(root).keep(report());

    assertThat(page)
        .content()
        .startsWith("before\n<!-- measured: begin -->\n")
        .endsWith("<!-- measured: end -->\nafter\n")
        .contains("Taken on 2026-11-26.", "| processors | 2 |")
        .contains("| a | first byte | ms | ≤ 60 | 58 (57–59) | failed: reset | – | – |")
        .contains("| a | throughput | MB/s | ≥ 1 × kubectl | 50 | 100 | 0.500 | – |")
        .contains("* throughput: 50 MB/s; the budget is ≥ 1 × kubectl\n")
        .contains("[2026-11-26.json](measurements/2026-11-26.json)")
        .doesNotContain("old", "never measured", "* first byte");
    assertThat(JsonObject.parse(Files.readString(json)).objects("lines").getFirst())
        .hasToString(
            """
            {"row":"a","what":"first byte","unit":"ms","budget":"≤ 60",\
            "programs":{"kubectl":"failed: reset","localport":[58.0,57.0,59.0]}}\
            """);
  }

  @Test
  void aTryLeavesTheDocumentsAlone() throws IOException {
    Path json = new Docs(root).keepTry(report());

    assertThat(json).isEqualTo(root.resolve("cli/target/bench/2026-11-26.json"));
    assertThat(root.resolve("docs")).doesNotExist();
  }

  @Test
  void aPageWithoutItsMarkersIsNotOverwritten() throws IOException {
    Path page = Files.createDirectories(root.resolve("docs")).resolve("benchmarks.md");
    Files.writeString(page, "no markers");

    assertThatThrownBy(() -> new Docs(root).keep(report())).hasMessageContaining("has no lines");
    assertThat(page).hasContent("no markers");
  }

  @Test
  void nothingFallsShortWhereEveryBudgetIsKept() {
    Report kept =
        new Report(Instant.EPOCH, new Machine(Map.of()), 5, List.of(report().lines().getFirst()));

    assertThat(kept.markdown()).contains("Nothing: every budget is kept.");
  }
}
