package dev.localport.daemon.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.HeartbeatStatus;
import dev.localport.api.Lifetimes;
import dev.localport.api.RecoveryStatus;
import dev.localport.api.RecoveryStatusBuilder;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServiceStatusBuilder;
import dev.localport.api.TrafficStatus;
import dev.localport.api.TrafficStatusBuilder;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpositionTest {
  private static final ProcessFigures PROCESS =
      new ProcessFigures(Instant.ofEpochSecond(1_700_000_000), Duration.ofMillis(1_500), 4096L);
  private static final ProcessFigures NOTHING = new ProcessFigures(null, null, null);

  private static ServiceStatus service(
      String name,
      String state,
      @Nullable String context,
      TrafficStatus traffic,
      HeartbeatStatus heartbeat,
      @Nullable Double availability) {
    return ServiceStatusBuilder.builder()
        .name(name)
        .state(state)
        .context(context)
        .namespace("shop")
        .target("service/web")
        .health("disabled")
        .traffic(traffic)
        .heartbeat(heartbeat)
        .sessions(state.equals("connected") ? 2 : 0)
        .maxAttempts(10)
        .reconnects(3)
        .availability24h(availability)
        .recovery(availability == null ? null : recovery())
        .build();
  }

  private static RecoveryStatus recovery() {
    return RecoveryStatusBuilder.builder()
        .attempts(9)
        .successes(4)
        .p50(Duration.ofMillis(1_400))
        .p95(Duration.ofSeconds(62))
        .max(Duration.ofSeconds(62))
        .breakerTrips(1)
        .longestOutage(Duration.ofSeconds(62))
        .build();
  }

  private static ServiceStatus web() {
    Map<String, Long> causes = new LinkedHashMap<>();
    causes.put("refused", 2L);
    causes.put("hold_timeout", 0L);
    return service(
        "web",
        "connected",
        "dev \"eu\\1\"\nx",
        TrafficStatusBuilder.builder()
            .active(1)
            .held(2)
            .total(12)
            .failed(2)
            .failedByCause(causes)
            .firstByteMillisP50(1.5)
            .firstByteMillisP95(40.0)
            .sent(1_536)
            .received(20_971_520)
            .lastActivity(Instant.EPOCH)
            .lifetimes(new Lifetimes(List.of(4L, 7L, 8L, 9L, 9L, 9L, 9L), 31.5))
            .build(),
        new HeartbeatStatus(31, 30, 1, 1.25, Instant.EPOCH, Instant.EPOCH, true),
        0.998);
  }

  private static ServiceStatus stopped() {
    return service(
        "api",
        "stopped",
        null,
        TrafficStatusBuilder.builder().build(),
        new HeartbeatStatus(0, 0, 0, null, null, null, false),
        null);
  }

  @Test
  void allOfItIsWrittenAsTheFileHasIt() throws IOException {
    String text = Exposition.of(List.of(stopped(), web()), PROCESS);

    assertThat(text.replace(Version.current(), "VERSION")).isEqualTo(resource("exposition.txt"));
  }

  private static String resource(String name) throws IOException {
    try (var file = Objects.requireNonNull(ExpositionTest.class.getResourceAsStream(name))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void eachLineIsInPrometheusFormat() {
    Scraped scraped = new Scraped(Exposition.of(List.of(stopped(), web()), PROCESS));

    assertThat(scraped.series())
        .containsEntry("process_cpu_seconds_total", 1.5)
        .containsEntry("localport_connections_total{context=\"\",service=\"api\"}", 0.0);
  }

  @Test
  void withoutServicesAndOnASystemThatTellsNothingItIsWellFormedToo() {
    Scraped scraped = new Scraped(Exposition.of(List.of(), NOTHING));

    assertThat(scraped.series())
        .isEqualTo(Map.of("localport_build_info{version=\"" + Version.current() + "\"}", 1.0));
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
    String text = Exposition.of(List.of(web()), PROCESS);
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
