package dev.localport.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.localport.simulator.objects.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code metrics.k8s.io} answers, while it is served. */
class MeasurementsTest {
  private static final String GROUP = "/apis/metrics.k8s.io";

  @TempDir static Path folder;
  @AutoClose private static Simulator simulator;

  @BeforeAll
  static void start() throws IOException, GeneralSecurityException, InterruptedException {
    simulator = Simulator.start(folder);
    simulator.awaitPod("app=db");
  }

  @AfterEach
  void measureNothing() throws IOException, InterruptedException {
    simulator.control("measure?cpu=0&memory=0");
    simulator.control("clear");
  }

  private static JsonNode json(String path) throws IOException, InterruptedException {
    return Json.read(simulator.get(GROUP + path).body());
  }

  private static int status(String path) throws IOException, InterruptedException {
    return simulator.get(GROUP + path).statusCode();
  }

  @Test
  void itIsNotServedUntilSomethingIsMeasured() throws IOException, InterruptedException {
    assertThat(status("")).isEqualTo(404);
    assertThat(status("/v1beta1/pods")).isEqualTo(404);

    simulator.control("measure?cpu=0&memory=30");

    assertThat(json("").at("/preferredVersion/groupVersion").asText())
        .isEqualTo("metrics.k8s.io/v1beta1");
    assertThat(json("/v1beta1").path("resources").valueStream().map(it -> it.path("name").asText()))
        .containsExactly("nodes", "pods");
  }

  @Test
  void eachContainerUsesTheSameAndANodeWhatItsPodsUse() throws IOException, InterruptedException {
    simulator.control("measure?cpu=12&memory=30");

    JsonNode pod = json("/v1beta1/namespaces/demo/pods?labelSelector=app%3Ddb").at("/items/0");

    assertThat(pod.at("/metadata/name").asText()).isEqualTo("db-0");
    assertThat(pod.at("/containers/0/usage/cpu").asText()).isEqualTo("12000000n");
    assertThat(pod.at("/containers/0/usage/memory").asText()).isEqualTo("30720Ki");
    long nodes = sum(json("/v1beta1/nodes"), "/usage/memory");
    assertThat(nodes).isPositive().isEqualTo(30_720L * containers(json("/v1beta1/pods")));
  }

  private static long sum(JsonNode list, String memory) {
    return list.path("items")
        .valueStream()
        .mapToLong(item -> Long.parseLong(item.at(memory).asText().replace("Ki", "")))
        .sum();
  }

  private static int containers(JsonNode pods) {
    return pods.path("items").valueStream().mapToInt(pod -> pod.path("containers").size()).sum();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/pods",
        "/v1beta1/services",
        "/v1beta1/namespaces/demo/pods/db-0",
        "/v1beta1/nodes/node-1"
      })
  void nothingElseIsServed(String path) throws IOException, InterruptedException {
    simulator.control("measure?cpu=12&memory=30");

    assertThat(status(path)).isEqualTo(404);
  }

  @Test
  void itCanBeDenied() throws IOException, InterruptedException {
    simulator.control("measure?cpu=12&memory=30");
    simulator.control("deny?verb=list&resource=pods.metrics.k8s.io");

    assertThat(status("/v1beta1/pods")).isEqualTo(403);
    assertThat(status("/v1beta1/nodes")).isEqualTo(200);
  }
}
