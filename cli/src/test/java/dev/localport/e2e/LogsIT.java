package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code logs} shows, and that a follower loses nothing. */
@BesideOthers
class LogsIT {
  private static final int FULL = 62_000; // lines: a little more than a file holds

  @TempDir Path temporary;
  private SimulatedCluster cluster;
  private LocalportProgram localport;

  @BeforeEach
  void open() throws IOException, InterruptedException {
    cluster = SimulatedCluster.start(temporary);
    localport = new LocalportProgram(temporary, cluster.kubeconfig());
    localport.config(SimulatedCluster.WEB);
  }

  @AfterEach
  void close() throws IOException {
    try (SimulatedCluster _ = cluster) {
      localport.close();
    }
  }

  private Path log(String name) {
    return localport.home().resolve("logs").resolve(name);
  }

  private List<String> recorded() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String name : List.of("daemon.log.1", "daemon.log")) {
      lines.addAll(Files.exists(log(name)) ? Files.readAllLines(log(name)) : List.of());
    }
    return lines;
  }

  @Test
  @Tag("long") // a log is looked at for its size every 10 s
  void aFollowerGetsEachLineOnceOverRotationARestartAndAKill()
      throws IOException, InterruptedException {
    localport.with("LOCALPORT_LOG_LEVEL", "debug");
    Files.createDirectories(log("services"));
    Files.write(
        log("daemon.log"),
        IntStream.range(0, FULL)
            .mapToObj(i ->
                "2026-01-01T00:00:00.000Z INFO  old line %d with some more text that fills the file"
                    .formatted(i))
            .toList());
    assertThat(localport.run("daemon", "start").exit()).isZero();

    try (RunningProgram follow = localport.start("logs", "-f", "-n", "3")) {
      Await.until("its first lines", follow::stdout, lines -> lines.size() >= 3);
      Await.until("the log is rotated", this::isRotated, rotated -> rotated);
      assertThat(localport.run("daemon", "restart").exit()).isZero();
      follow.awaitLine("the daemon was restarted; its log continues");
      localport.findDaemon().orElseThrow().destroyForcibly();
      follow.awaitLine("the daemon crashed and is restarted; its log continues");
      assertThat(localport.run("status").exit()).isZero();

      List<String> all = recorded();
      Await.until("the last line", follow::stdout, lines -> lines.contains(all.getLast()));
      List<String> seen = follow.stdout();
      int begin = all.indexOf(seen.getFirst());
      List<String> expected = all.subList(begin, all.size());
      assertThat(seen.subList(0, expected.size())).isEqualTo(expected);
      assertThat(all).filteredOn(line -> line.contains(" daemon started ")).hasSize(3);
      assertThat(follow.stderr()).hasSize(2);

      follow.interrupt();
      assertThat(follow.awaitEnd().exit()).isEqualTo(130);
    }
  }

  /* Each request is a line of a debug log, and a line is what has the size looked at. */
  private boolean isRotated() throws IOException, InterruptedException {
    assertThat(localport.run("status").exit()).isZero();
    return Files.exists(log("daemon.log.1"));
  }

  @Test
  @Tag("ci")
  void filtersAndEventsTellWhatHappenedToAServiceInACluster()
      throws IOException, InterruptedException {
    assertThat(localport.run("start").exit()).isZero();
    cluster.control("away");
    Await.until(
        "offline",
        () -> localport.run("logs", "--context", "demo", "--level", "warn").stdout(),
        text -> text.contains("cluster state changed") && text.contains("state=\"offline\""));

    String warnings = localport.run("logs", "web", "--level", "warn", "--since", "1h").stdout();
    assertThat(warnings).contains(" WARN  suspended service=\"web\"").doesNotContain(" INFO ");
    Result mistyped = localport.run("logs", "--context", "dmeo");
    assertThat(mistyped.stderr())
        .isEqualTo("no service uses the context \"dmeo\"; did you mean demo?\n");
    assertThat(mistyped.exit()).isEqualTo(2);
    assertThat(localport.run("logs", "--grep", "^.*(susp|x+)ended .*cluster_offline").stdout())
        .hasLineCount(1);

    JsonObject merged = localport.json("logs", "web", "--with-events", "-o", "json");
    assertThat(merged.objects("entries"))
        .extracting(entry -> entry.text("kind"))
        .contains("line", "event");
    List<String> times =
        merged.objects("entries").stream().map(entry -> entry.text("at").substring(0, 19)).toList();
    assertThat(times).isSorted();
    assertThat(localport.run("logs", "web", "--with-events").stdout())
        .contains(" EVENT connected to ", " INFO  connected service=\"web\"");

    assertThat(localport.run("daemon", "stop").exit()).isZero();
    assertThat(localport.run("logs", "web", "--level", "warn", "--since", "1h").stdout())
        .startsWith(warnings);
    assertThat(localport.run("logs", "--context", "demo", "--level", "warn").stdout())
        .contains("cluster state changed", "suspended service=\"web\"");
    Result unknown = localport.run("logs", "wbe");
    assertThat(unknown.exit()).isEqualTo(3);
    assertThat(unknown.stderr()).contains("did you mean web?");
    assertThat(localport.run("logs", "--list").stdout()).contains("(daemon)", "web.log");
  }
}
