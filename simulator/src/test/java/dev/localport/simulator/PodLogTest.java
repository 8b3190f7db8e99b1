package dev.localport.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.simulator.objects.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a simulated pod answers as that of a real one. */
class PodLogTest {
  @TempDir private Path folder;
  private Simulator cluster;
  private String pod;

  @BeforeEach
  void open() throws IOException, InterruptedException, GeneralSecurityException {
    cluster = Simulator.start(folder);
    pod = cluster.awaitPod("app=web");
  }

  @AfterEach
  void close() throws IOException {
    cluster.close();
  }

  private List<String> log(String query) throws IOException, InterruptedException {
    return cluster
        .get("/api/v1/namespaces/demo/pods/%s/log?%s".formatted(pod, query))
        .body()
        .lines()
        .toList();
  }

  private void control(String what) throws IOException, InterruptedException {
    cluster.control(what + "?namespace=demo&name=" + pod);
  }

  private void write(int lines) throws IOException, InterruptedException {
    cluster.control("write-log?namespace=demo&name=%s&lines=%d".formatted(pod, lines));
  }

  @Test
  void linesHaveTheirTimesAndTheLastOnesCanBeAskedFor() throws IOException, InterruptedException {
    write(3);

    List<String> lines = log("timestamps=true&tailLines=2&container=server");

    assertThat(lines).hasSize(2).last().asString().endsWith("Z line 000003");
    Instant at = Instant.parse(lines.getLast().substring(0, lines.getLast().indexOf(' ')));
    assertThat(log("sinceTime=" + at)).contains("line 000001", "line 000003");
    assertThat(log("sinceTime=" + at.plusSeconds(1))).isEmpty();
    assertThat(log("tailLines=1&limitBytes=6")).containsExactly("line 0");
    assertThat(log("sinceTime=now").getFirst()).contains("is not a time");
    assertThat(log("container=nope").getFirst()).contains("container nope is not valid");
  }

  @Test
  void aRestartBeginsAnotherLogAndKeepsTheOneBefore() throws IOException, InterruptedException {
    write(2);
    assertThat(log("previous=true").getFirst()).contains("not found");

    control("restart-container");
    write(1);

    assertThat(log("previous=true&tailLines=1")).containsExactly("line 000002");
    assertThat(log("")).containsExactly("line 000003");
    String status = cluster.get("/api/v1/namespaces/demo/pods/" + pod).body();
    assertThat(Json.read(status).at("/status/containerStatuses/0/restartCount").asInt()).isOne();
    String before = "/status/containerStatuses/0/lastState/terminated/containerID";
    assertThat(Json.read(status).at(before).asText())
        .startsWith("containerd://")
        .isNotEqualTo(Json.read(status).at("/status/containerStatuses/0/containerID").asText());
  }

  @Test
  void aRotatedLogHasNoOlderLines() throws IOException, InterruptedException {
    write(2);
    control("rotate-log");
    write(1);

    assertThat(log("")).containsExactly("line 000003");
  }
}
