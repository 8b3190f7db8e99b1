package dev.localport.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a report is kept: a whole run in the project's documents, anything less below {@code
 * cli/target/bench}, so that no figure in the documents comes from a try.
 */
record Docs(Path root) {
  private static final String BEGIN = "<!-- measured: begin -->\n";
  private static final String END = "<!-- measured: end -->\n";

  /** Writes raw figures and table of a whole run, and returns where the figures are. */
  Path keep(Report report) throws IOException {
    Path page = root.resolve("docs/benchmarks.md");
    String text = Files.readString(page);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException("%s has no lines %s and %s".formatted(page, BEGIN, END));
    }
    Path json = write(report, root.resolve("docs/measurements"));
    String source = "Raw figures: [%1$s](measurements/%1$s).\n".formatted(json.getFileName());
    Files.writeString(
        page,
        text.substring(0, begin + BEGIN.length())
            + "\n"
            + report.markdown()
            + "\n"
            + source
            + "\n"
            + text.substring(end));
    return json;
  }

  /** Writes what a try has measured, and returns where. */
  Path keepTry(Report report) throws IOException {
    Path folder = root.resolve("cli/target/bench");
    Path json = write(report, folder);
    Files.writeString(folder.resolve("table.md"), report.markdown());
    return json;
  }

  private static Path write(Report report, Path folder) throws IOException {
    Files.createDirectories(folder);
    String day = report.begin().toString().substring(0, 10);
    return Files.writeString(folder.resolve(day + ".json"), report.json());
  }
}
