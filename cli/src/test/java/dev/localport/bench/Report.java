package dev.localport.bench;

import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All lines of a run, as JSON with every value and as Markdown with medians. Immutable. */
record Report(Instant begin, Machine machine, int rounds, List<Line> lines) {
  private static final List<String> HEAD =
      List.of(
          "row",
          "what",
          "unit",
          "budget",
          "localport",
          "kubectl",
          "localport ÷ kubectl",
          "fabric8");

  Report {
    lines = List.copyOf(lines);
  }

  /**
   * Returns the table for people, without what surrounds it; with a column more where another build
   * was measured beside this one.
   */
  static String table(List<Line> lines) {
    boolean compares = lines.stream().anyMatch(line -> line.cells().containsKey(Line.BEFORE));
    StringBuilder table = new StringBuilder();
    List<String> head = new ArrayList<>(HEAD);
    if (compares) {
      head.add("the build before");
    }
    table.append(row(head)).append(row(head.stream().map(_ -> "---").toList()));
    for (Line line : lines) {
      List<String> cells =
          new ArrayList<>(
              List.of(
                  line.row(),
                  line.what(),
                  line.unit(),
                  line.budget().toString(),
                  line.text(Line.OURS),
                  line.text(Line.KUBECTL),
                  line.ratio(),
                  line.text(Line.FABRIC8)));
      if (compares) {
        cells.add(line.text(Line.BEFORE));
      }
      table.append(row(cells));
    }
    return table.toString();
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  /** Returns the section of {@code docs/benchmarks.md}. */
  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("Taken on %s. ".formatted(begin.toString().substring(0, 10)));
    text.append("Each cell is the median of at least %d runs".formatted(rounds));
    text.append(" (in brackets the smallest and the largest).\n\n");
    text.append("| machine | |\n| --- | --- |\n");
    machine.facts().forEach((name, value) -> text.append("| %s | %s |%n".formatted(name, value)));
    text.append('\n').append(table(lines)).append("\n### What falls short\n\n");
    List<Line> over = lines.stream().filter(line -> !line.holds()).toList();
    if (over.isEmpty()) {
      text.append("Nothing: every budget is kept.\n");
    }
    for (Line line : over) {
      text.append(
          "* %s: %s %s; the budget is %s\n"
              .formatted(line.what(), line.text(Line.OURS), line.unit(), line.budget()));
    }
    return text.toString();
  }

  /** Returns every value in the order in which it was taken. */
  String json() {
    List<JsonObject> all = new ArrayList<>();
    for (Line line : lines) {
      Map<String, Object> programs = new TreeMap<>();
      line.cells().forEach((program, cell) -> programs.put(program, values(cell)));
      all.add(
          JsonObject.builder()
              .put("row", line.row())
              .put("what", line.what())
              .put("unit", line.unit())
              .put("budget", line.budget().toString())
              .put("programs", programs)
              .build());
    }
    return JsonObject.builder()
            .put("begin", begin)
            .put("machine", machine.facts())
            .put("rounds", rounds)
            .put("lines", all)
            .build()
            .toPrettyString()
        + "\n";
  }

  private static Object values(Cell cell) {
    return switch (cell) {
      case Cell.Measured(Figures figures) -> figures.values();
      case Cell.Words(String words) -> words;
    };
  }
}
