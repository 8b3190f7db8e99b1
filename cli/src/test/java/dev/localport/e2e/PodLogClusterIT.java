package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 20,000 numbered lines of a real pod: none missing, none twice, and one seam for each break. */
@Tag("long")
@OnRealCluster
@NeedsFaults
class PodLogClusterIT {
  private static final int LINES = 20_000;
  private static final int AT_ONCE = 50;

  @TempDir Path temporary;
  private final String mark = "mark-%d-".formatted(System.nanoTime()); // not of an earlier test
  private int written;

  private String number(int line) {
    return mark + "%06d".formatted(line);
  }

  /** Has a pod write numbered lines; it is asked at its own address, past the API server. */
  private void write(TestCluster cluster, String pod, int until)
      throws IOException, InterruptedException {
    String address =
        cluster
            .faults()
            .kubectl("-n", "lp-demo", "get", "pod", pod, "-o", "jsonpath={.status.podIP}")
            .strip();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (written < until) {
        int last = Math.min(until, written + AT_ONCE);
        String lines =
            IntStream.rangeClosed(written + 1, last)
                .mapToObj(this::number)
                .collect(Collectors.joining("%0A"));
        URI page = URI.create("http://%s:8080/log?line=%s".formatted(address, lines));
        HttpResponse<String> answer =
            http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        written = last;
      }
    }
  }

  private List<String> numbers(RunningProgram logs) {
    return logs.stdout().stream()
        .filter(line -> line.contains(mark))
        .map(line -> line.substring(line.indexOf(mark)))
        .toList();
  }

  private void awaitLines(RunningProgram logs, int count) {
    Await.until("%d lines".formatted(count), () -> numbers(logs).size(), size -> size >= count);
  }

  private static List<String> seams(RunningProgram logs) {
    return logs.stderr().stream().filter(line -> line.startsWith("--- ")).toList();
  }

  private void assertWhole(RunningProgram logs) {
    assertThat(numbers(logs))
        .isEqualTo(IntStream.rangeClosed(1, LINES).mapToObj(this::number).toList());
    assertThat(seams(logs)).hasSize(1);
    System.out.printf("%d lines, none missing, none twice; %s%n", LINES, seams(logs).getFirst());
  }

  private static RunningProgram followed(LocalportProgram localport) throws IOException {
    RunningProgram logs = localport.start("logs", "web", "--pod", "-f");
    Await.until("the log has begun", () -> !logs.stdout().isEmpty());
    return logs;
  }

  @Test
  void noLineIsLostOrRepeatedWhenThePodIsReplaced(TestCluster cluster)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      localport.config(Yaml.service("web", "8000"));
      Result start = localport.run("start", "--timeout", "60");
      assertThat(start.exit()).as(start.stderr()).isZero();
      int port = Ports.of(localport, "web");
      String before = Http.pod(port);
      try (RunningProgram logs = followed(localport)) {
        write(cluster, before, LINES / 2);
        cluster.faults().kubectl("-n", "lp-demo", "delete", "pod", before, "--wait=false");
        String after = Await.until("another pod", () -> Http.pod(port), pod -> !pod.equals(before));
        write(cluster, after, LINES);
        awaitLines(logs, LINES);

        assertWhole(
            logs); // a node that removes the log at once leaves a doubt, and no line is lost
        assertThat(seams(logs).getFirst()).contains(before + " was replaced by ");
      }
    }
  }

  @Test
  void noLineIsLostOrRepeatedWhenTheApiServerDoesNotAnswer(TestCluster cluster)
      throws IOException, InterruptedException {
    try (FaultProxy proxy = cluster.faults().proxy();
        LocalportProgram localport = new LocalportProgram(temporary, proxy.kubeconfig())) {
      localport.config(Yaml.service("web", "8000"));
      Result start = localport.run("start", "--timeout", "60");
      assertThat(start.exit()).as(start.stderr()).isZero();
      String pod = Http.pod(Ports.of(localport, "web"));
      try (RunningProgram logs = followed(localport)) {
        write(cluster, pod, LINES / 4);
        awaitLines(logs, LINES / 4);
        proxy.send("blackhole");
        write(cluster, pod, LINES / 2);
        Await.pass(Duration.ofSeconds(15));
        write(cluster, pod, LINES * 3 / 4);
        proxy.send("heal");
        write(cluster, pod, LINES);
        awaitLines(logs, LINES);

        assertWhole(logs);
        assertThat(seams(logs).getFirst()).contains("nothing is missing");
      }
    }
  }
}
