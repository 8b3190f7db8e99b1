package dev.localport.daemon.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpositionTest {
  private static final ProcessFigures PROCESS =
      new ProcessFigures(Instant.ofEpochSecond(1_700_000_000), Duration.ofMillis(1_500), 4096L);
  private static final ProcessFigures NOTHING = new ProcessFigures(null, null, null);

  @Test
  void allOfItIsWrittenAsTheFileHasIt() throws IOException {
    String text = Exposition.of(FigureSamples.all(), PROCESS);

    assertThat(text.replace(Version.current(), "VERSION")).isEqualTo(resource("exposition.txt"));
  }

  private static String resource(String name) throws IOException {
    try (var file = Objects.requireNonNull(ExpositionTest.class.getResourceAsStream(name))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void eachLineIsInPrometheusFormat() {
    Scraped scraped = new Scraped(Exposition.of(FigureSamples.all(), PROCESS));

    assertThat(scraped.series())
        .containsEntry("process_cpu_seconds_total", 1.5)
        .containsEntry("localport_connections_total{context=\"\",service=\"api\"}", 0.0);
  }

  @Test
  void withoutServicesAndOnASystemThatTellsNothingItIsWellFormedToo() {
    Scraped scraped = new Scraped(Exposition.of(FigureSamples.NONE, NOTHING));

    assertThat(scraped.series())
        .containsEntry("localport_build_info{version=\"" + Version.current() + "\"}", 1.0)
        .containsEntry("localport_journal_entries_total", 0.0)
        .hasSize(6);
  }

  @Test
  void eachMetricStandsOnThePageWithItsTypeAndItsLabels() throws IOException {
    Map<String, String> page = new LinkedHashMap<>();
    for (String line : Files.readAllLines(Path.of("..", "docs", "metrics.md"))) {
      String[] cells = line.split(" *\\| *", -1);
      if (line.startsWith("| `")) {
        page.put(cells[1].replace("`", ""), cells[2] + " " + cells[4].replace("`", ""));
      }
    }
    String text = Exposition.of(FigureSamples.known(), PROCESS);
    Map<String, String> written = new LinkedHashMap<>();
    new Scraped(text)
        .types()
        .forEach((name, type) -> written.put(name, type + " " + labels(text, name)));

    assertThat(written).isNotEmpty().isEqualTo(page);
  }

  private static String labels(String text, String name) {
    String first =
        text.lines()
            .filter(line -> line.matches(name + "(_bucket)?[{ ].*"))
            .findFirst()
            .orElseThrow();
    return first
        .replaceAll("(?<!\\\\)\"(?:[^\"\\\\]|\\\\.)*\"", "\"\"")
        .lines()
        .flatMap(line -> List.of(line.replaceAll("^[^{]*\\{?|\\}? .*$", "").split(",")).stream())
        .map(label -> label.replace("=\"\"", ""))
        .collect(Collectors.joining(", "));
  }

  @Test
  void theProcessSaysHowLargeItIs(@TempDir Path folder) throws IOException {
    Path status = Files.writeString(folder.resolve("status"), "Name:\tjava\nVmRSS:\t    12 kB\n");

    assertThat(ProcessFigures.resident(status)).isEqualTo(12_288);
    assertThat(ProcessFigures.resident(folder.resolve("none"))).isNull();
    assertThat(ProcessFigures.resident(Files.writeString(status, "VmRSS: much\n"))).isNull();
    assertThat(ProcessFigures.resident(Files.writeString(status, "Name:\tjava\n"))).isNull();
  }
}
