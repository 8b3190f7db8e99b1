package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.JournalEntry;
import dev.localport.api.JournalEntryBuilder;
import dev.localport.api.JournalType;
import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon's page in a real Prometheus, with the files of config-examples as users copy them. */
@Tag("ci")
@BesideOthers
class PrometheusIT {
  private static final Path EXAMPLES = LocalportProgram.root().resolve("config-examples");

  @TempDir Path temporary;

  @AutoClose private SimulatedCluster cluster;
  @AutoClose private LocalportProgram localport;
  private String promtool;
  private int port;

  @BeforeEach
  void serve() throws IOException, InterruptedException {
    promtool = Programs.need("promtool", "prometheus");
    cluster = SimulatedCluster.start(temporary);
    localport = new LocalportProgram(temporary, cluster.kubeconfig());
    remember(localport.home());
    port = Ports.quiet();
    localport.config(
        SimulatedCluster.WEB + "metrics: {listen: \"127.0.0.1:%d\"}%n".formatted(port));
    assertThat(localport.run("start").exit()).isZero();
    assertThat(Http.get(Ports.of(localport, "web"), "/")).isNotEmpty();
  }

  /**
   * An earlier daemon ran the service for two hours, and lost it once: there is an availability.
   */
  private static void remember(Path home) throws IOException {
    Instant then = Instant.now().minus(Duration.ofHours(3));
    List<JournalEntryBuilder> entries =
        List.of(
            JournalEntry.of(JournalType.OPERATION).detail("start").state("connecting"),
            JournalEntry.of(JournalType.CONNECTED).state("connected"),
            JournalEntry.of(JournalType.DISCONNECTED).state("reconnecting").cause("lost"),
            JournalEntry.of(JournalType.RECONNECTING).state("reconnecting").attempt(1),
            JournalEntry.of(JournalType.RECONNECTED).state("connected"),
            JournalEntry.of(JournalType.OPERATION).detail("stop").state("stopped"));
    List<String> lines = new ArrayList<>();
    for (JournalEntryBuilder entry : entries) {
      Instant at = then.plus(Duration.ofMinutes(25L * lines.size()));
      lines.add(entry.service("web").build().numbered(lines.size() + 1L, at).toJson().toString());
    }
    Path journal = Files.createDirectories(home.resolve("journal"));
    Files.write(journal.resolve("%019d.jsonl".formatted(1)), lines);
  }

  private Result promtool(Path input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(promtool));
    command.addAll(List.of(arguments));
    try (RunningProgram running =
        RunningProgram.start(
            new ProcessBuilder(command)
                .directory(temporary.toFile())
                .redirectInput(input.toFile()))) {
      return running.awaitEnd();
    }
  }

  /** Copies an example as a user would, with the port of this test, and with less patience. */
  private Path copy(String example) throws IOException {
    String text =
        Files.readString(EXAMPLES.resolve(example))
            .replace("127.0.0.1:9464", "127.0.0.1:" + port)
            .replace("_interval: 15s", "_interval: 1s");
    return Files.writeString(temporary.resolve(example), text);
  }

  @Test
  void everyQueryOfTheDashboardHasDataAndEveryAlertIsEvaluated()
      throws IOException, InterruptedException {
    Path page = Files.writeString(temporary.resolve("page"), Http.get(port, "/metrics"));
    assertThat(promtool(page, "check", "metrics")).isEqualTo(new Result(0, "", ""));
    copy("prometheus-rules.yml");
    Path config = copy("prometheus.yml");
    assertThat(promtool(page, "check", "config", config.toString()).exit()).isZero();

    try (Prometheus prometheus = Prometheus.start(config, temporary)) {
      List<String> missing = new ArrayList<>(queries());
      assertThat(missing).hasSizeGreaterThan(40);
      Await.until(
          "every query has data",
          () -> {
            for (String query : List.copyOf(missing)) {
              if (prometheus.hasData(query)) {
                missing.remove(query);
              }
            }
            return List.copyOf(missing);
          },
          List::isEmpty);
      assertThat(prometheus.get("label/service/values").texts("data")).containsExactly("web");
      Await.until("every alert is evaluated", () -> health(prometheus), List.of("ok")::equals);
    }
  }

  private static List<String> queries() throws IOException {
    return JsonObject.parse(Files.readString(EXAMPLES.resolve("grafana-dashboard.json")))
        .objects("panels")
        .stream()
        .filter(panel -> !panel.text("type").equals("row"))
        .flatMap(panel -> panel.objects("targets").stream())
        .map(target -> target.text("expr"))
        .map(query ->
            query
                .replace("$__rate_interval", "10s")
                .replace("$__range", "1m")
                .replaceAll("\"\\$(context|service)\"", "\".*\""))
        .distinct()
        .toList();
  }

  private static List<String> health(Prometheus prometheus)
      throws IOException, InterruptedException {
    return prometheus.get("rules").object("data").objects("groups").stream()
        .flatMap(group -> group.objects("rules").stream())
        .map(rule -> rule.text("health"))
        .distinct()
        .toList();
  }
}
