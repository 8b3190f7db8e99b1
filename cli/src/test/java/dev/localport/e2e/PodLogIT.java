package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code logs --pod -f} prints while its pod, its cluster and its daemon come and go. */
class PodLogIT {
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

  private String pod() throws IOException, InterruptedException {
    return Await.until(
            "a pod",
            () ->
                localport.json("status", "-o", "json").objects("services").getFirst().texts("pods"),
            pods -> !pods.isEmpty())
        .getFirst();
  }

  private void write(String pod, int lines) throws IOException, InterruptedException {
    cluster.control("write-log?namespace=demo&name=%s&lines=%d".formatted(pod, lines));
  }

  private RunningProgram follow(String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("logs", "web", "--pod", "-f", "-n", "100000"));
    words.addAll(List.of(more)); // all lines: it begins at some time while they are written
    return localport.start(words.toArray(String[]::new));
  }

  private static List<String> numbers(RunningProgram logs) {
    return logs.stdout().stream().filter(line -> line.startsWith("line ")).toList();
  }

  private static void awaitLines(RunningProgram logs, int count) {
    List<String> wanted = IntStream.rangeClosed(1, count).mapToObj("line %06d"::formatted).toList();
    Await.until(
        "%d lines; on standard error: %s".formatted(count, logs.stderr()),
        () -> numbers(logs).size(),
        size -> size >= count);
    assertThat(numbers(logs)).isEqualTo(wanted);
  }

  private static List<String> seams(RunningProgram logs) {
    return logs.stderr().stream().filter(line -> line.startsWith("--- ")).toList();
  }

  @Test
  @Tag("long")
  void theLogGoesOnOverARestartAndAnotherPod() throws IOException, InterruptedException {
    String pod = pod();
    try (RunningProgram logs = follow()) {
      write(pod, 2_000);
      awaitLines(logs, 2_000);

      write(pod, 500);
      cluster.control("restart-container?namespace=demo&name=" + pod);
      write(pod, 500);
      awaitLines(logs, 3_000);
      assertThat(seams(logs))
          .containsExactly(
              "--- container server of pod %s restarted; nothing is missing: the previous log was read to its end ---"
                  .formatted(pod));

      write(pod, 500);
      cluster.control("delete-pod?namespace=demo&name=" + pod);
      logs.awaitLine("was replaced by");
      write(next(pod), 1_500);
      awaitLines(logs, 5_000);
      assertThat(seams(logs)).hasSize(2);
      assertThat(seams(logs).getLast())
          .startsWith("--- pod %s was replaced by web-".formatted(pod));
    }
  }

  private String next(String before) throws InterruptedException {
    return Await.until("another pod", this::pod, pod -> !pod.equals(before));
  }

  @Test
  @Tag("long")
  void theLogGoesOnOverAnOutageAndADeadLine() throws IOException, InterruptedException {
    String pod = pod();
    try (RunningProgram logs = follow("-o", "json")) {
      write(pod, 1_000);
      awaitJson(logs, 1_000, 0);

      cluster.control("away");
      write(pod, 1_000);
      cluster.control("back");
      awaitJson(logs, 2_000, 1);

      cluster.control("forget-flows");
      write(pod, 1_000);
      awaitJson(logs, 3_000, 2);

      localport.run("daemon", "restart");
      write(pod, 1_000);
      awaitJson(logs, 4_000, 3);
    }
  }

  private static void awaitJson(RunningProgram logs, int lines, int seams) {
    List<JsonObject> all =
        Await.until(
            "%d lines: %s".formatted(lines, logs.stderr()),
            () -> logs.stdout().stream().map(JsonObject::parse).toList(),
            found -> found.stream().filter(PodLogIT::isNumbered).count() >= lines);
    assertThat(all.stream().filter(PodLogIT::isNumbered).map(line -> line.text("text")))
        .isEqualTo(IntStream.rangeClosed(1, lines).mapToObj("line %06d"::formatted).toList());
    List<JsonObject> found =
        all.stream().filter(one -> one.has("seam")).map(one -> one.object("seam")).toList();
    assertThat(found).hasSize(seams);
    assertThat(found)
        .allSatisfy(seam -> {
          assertThat(seam.text("kind")).isEqualTo("reconnected");
          assertThat(seam.text("missing")).isEqualTo("none");
        });
  }

  private static boolean isNumbered(JsonObject line) {
    return line.text("text", "").startsWith("line ");
  }

  @Test
  @Tag("ci")
  void whatCannotBeReadIsSaidWithTheRemedy() throws IOException, InterruptedException {
    String pod = pod();

    Result container = localport.run("logs", "web", "--pod", "--container", "nope");
    assertThat(container.exit()).isEqualTo(3);
    assertThat(container.stderr())
        .contains("pod %s has no container \"nope\"; it has: server".formatted(pod));

    Result previous = localport.run("logs", "web", "--pod", "--previous");
    assertThat(previous.exit()).isEqualTo(3);
    assertThat(previous.stderr()).contains("has no previous log: it was not restarted");

    cluster.control("deny?verb=get&resource=pods/log");
    Result forbidden = localport.run("logs", "web", "--pod", "-f");
    assertThat(forbidden.exit()).isEqualTo(5);
    assertThat(forbidden.stderr()).contains("missing permission: get pods/log in namespace demo");

    assertThat(localport.run("logs", "--pod").exit()).isEqualTo(2);
    assertThat(localport.run("logs", "web", "--previous").exit()).isEqualTo(2);
    assertThat(localport.run("logs", "web", "--pod", "-f", "--previous").exit()).isEqualTo(2);
    assertThat(localport.run("logs", "nope", "--pod").exit()).isEqualTo(3);
  }

  @Test
  @Tag("ci")
  void theLastLinesAndTheLogBeforeTheRestartAreShown() throws IOException, InterruptedException {
    String pod = pod();
    write(pod, 20);
    cluster.control("restart-container?namespace=demo&name=" + pod);
    write(pod, 5);

    assertThat(localport.run("logs", "web", "--pod", "-n", "2").stdout())
        .isEqualTo("line 000024\nline 000025\n");
    assertThat(localport.run("logs", "web", "--pod", "--previous", "-n", "1").stdout())
        .isEqualTo("line 000020\n");
    assertThat(localport.run("logs", "web", "--pod", "--since", "1h").stdout())
        .startsWith("line 000021\n");
  }
}
