package dev.localport.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.localport.simulator.objects.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large lists of objects that are made while they are sent. */
class CrowdTest {
  @TempDir Path folder;
  @AutoClose private Simulator simulator;

  @BeforeEach
  void aClusterWithALargeList() throws IOException, GeneralSecurityException, InterruptedException {
    simulator = Simulator.start(folder);
    simulator.control("crowd?pods=1000&nodes=20&events=0");
  }

  private JsonNode json(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = simulator.get(path);
    assertThat(answer.statusCode()).isEqualTo(200);
    return Json.read(answer.body());
  }

  private static List<String> names(JsonNode list) {
    return list.path("items").valueStream().map(it -> it.at("/metadata/name").asText()).toList();
  }

  @Test
  void eachObjectHasANameOfItsOwn() throws IOException, InterruptedException {
    JsonNode pods = json("/api/v1/pods");

    assertThat(names(pods)).hasSize(1000).doesNotHaveDuplicates();
    assertThat(pods.path("kind").asText()).isEqualTo("PodList");
    assertThat(pods.path("metadata").has("continue")).isFalse();
    assertThat(names(json("/api/v1/nodes"))).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void pagesTogetherAreTheWholeList() throws IOException, InterruptedException {
    List<String> names = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = json("/api/v1/pods?limit=300&continue=" + next);
      assertThat(names(page)).hasSizeLessThanOrEqualTo(300);
      names.addAll(names(page));
      next = page.at("/metadata/continue").asText();
    } while (!next.isEmpty());

    assertThat(names).containsExactlyElementsOf(names(json("/api/v1/pods")));
  }

  @Test
  void aPackedListIsTheSame() throws IOException, InterruptedException {
    HttpResponse<byte[]> packed =
        simulator
            .client()
            .send(
                simulator.request("/api/v1/pods").header("Accept-Encoding", "gzip").build(),
                BodyHandlers.ofByteArray());

    assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
    try (GZIPInputStream text = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
      assertThat(new String(text.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(simulator.get("/api/v1/pods").body());
    }
  }

  @Test
  void namespacesAndSelectorsChoose() throws IOException, InterruptedException {
    assertThat(names(json("/api/v1/namespaces/shop/pods"))).hasSize(1000);
    assertThat(names(json("/api/v1/namespaces/demo/pods"))).isEmpty();
    assertThat(names(json("/api/v1/pods?labelSelector=team%3Dorders"))).hasSize(1000);
    assertThat(names(json("/api/v1/pods?labelSelector=team%3Dnone&limit=5"))).isEmpty();
  }

  @Test
  void kindsWithoutACrowdAreTheRealOnes() throws IOException, InterruptedException {
    assertThat(names(json("/api/v1/services"))).contains("web");

    simulator.control("crowd?pods=0&nodes=0&events=0");

    assertThat(names(json("/api/v1/nodes"))).hasSizeLessThan(20).contains("node-1");
  }
}
