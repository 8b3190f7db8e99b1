package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code events} shows of a pod's end, and of daemons that come and go. */
@Tag("ci")
@BesideOthers
class EventsIT {
  @TempDir Path temporary;
  private SimulatedCluster cluster;
  private LocalportProgram localport;

  @BeforeEach
  void open() throws IOException, InterruptedException {
    cluster = SimulatedCluster.start(temporary);
    localport = new LocalportProgram(temporary, cluster.kubeconfig());
    localport.config(SimulatedCluster.WEB);
    assertThat(localport.run("start").exit()).isZero();
  }

  @AfterEach
  void close() throws IOException {
    try (SimulatedCluster _ = cluster) {
      localport.close();
    }
  }

  private List<JsonObject> events(String... more) throws IOException, InterruptedException {
    String[] words = new String[more.length + 3];
    System.arraycopy(new String[] {"events", "-o", "json"}, 0, words, 0, 3);
    System.arraycopy(more, 0, words, 3, more.length);
    return localport.json(words).objects("events");
  }

  private static boolean is(JsonObject event, String type) {
    return event.text("type").equals(type);
  }

  private String pod() throws IOException, InterruptedException {
    return localport
        .json("status", "-o", "json")
        .objects("services")
        .getFirst()
        .texts("pods")
        .getFirst();
  }

  private void deletePod() throws IOException, InterruptedException {
    cluster.control("delete-pod?namespace=demo&name=" + pod());
  }

  @Test
  void aPodsEndIsRecordedAndKnownAfterTheDaemonIsStopped()
      throws IOException, InterruptedException {
    String before = pod();
    deletePod();

    JsonObject next =
        Await.until(
                "another pod",
                () -> events("web", "--since", "1h"),
                found ->
                    found.stream()
                        .anyMatch(e -> e.findText("pod") != null && !e.text("pod").equals(before)))
            .getLast();
    assertThat(next.text("context")).isEqualTo("demo");

    assertThat(localport.run("daemon", "stop").exit()).isZero();
    Result shown = localport.run("events");

    assertThat(shown.exit()).isZero();
    assertThat(shown.stderr())
        .isEqualTo("the daemon is not running; these are the events that it recorded\n");
    assertThat(shown.stdout())
        .contains("daemon started", "connected to " + before, "daemon stopped")
        .matches("\\A\\p{ASCII}+\\z");
    assertThat(localport.run("events", "wbe").exit()).isEqualTo(3);
  }

  @Test
  void aFollowerGoesOnOverARestartAndAKillWithoutAHole() throws IOException, InterruptedException {
    try (RunningProgram follow = localport.start("events", "-f", "-n", "1000", "-o", "json")) {
      follow.awaitLine("\"type\":\"connected\"");

      assertThat(localport.run("daemon", "restart").exit()).isZero();
      follow.awaitLine("the daemon was restarted; its events continue");
      Await.until("connected again", () -> follow.stdout(), lines -> count(lines) == 2);

      localport.findDaemon().orElseThrow().destroyForcibly();
      follow.awaitLine("the daemon crashed and is restarted; its events continue");
      Await.until("connected again", () -> follow.stdout(), lines -> count(lines) == 3);
      deletePod();
      follow.awaitLine("\"pod\":\"" + Await.until("pod", this::pod, pod -> true));
      long last = events().getLast().number("sequence");
      Await.until("the last event", () -> numbers(follow), seen -> seen.contains(last));

      assertThat(numbers(follow))
          .startsWith(LongStream.rangeClosed(1, last).boxed().toArray(Long[]::new));
      assertThat(follow.stderr()).noneMatch(line -> line.contains("missing"));

      follow.interrupt();
      assertThat(follow.awaitEnd().exit()).isEqualTo(130);
    }
  }

  private static long count(List<String> lines) {
    return lines.stream().filter(line -> is(JsonObject.parse(line), "connected")).count();
  }

  private static List<Long> numbers(RunningProgram follow) {
    return follow.stdout().stream().map(line -> JsonObject.parse(line).number("sequence")).toList();
  }
}
