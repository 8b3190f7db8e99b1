package dev.localport.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.localport.simulator.objects.Json;
import dev.localport.testing.Await;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API server, asked without a client that hides its answers. */
class ApiTest {
  private static final String PODS = "/api/v1/namespaces/demo/pods";

  @TempDir Path folder;
  @AutoClose private Simulator simulator;

  @BeforeEach
  void start() throws IOException, GeneralSecurityException, InterruptedException {
    simulator = Simulator.start(folder);
    simulator.awaitPod("job-name=import");
    simulator.awaitPod("app=moods");
  }

  private JsonNode json(String path) throws IOException, InterruptedException {
    return Json.read(simulator.get(path).body());
  }

  private List<JsonNode> watch(String query) throws IOException, InterruptedException {
    return simulator
        .get(PODS + "?watch=true&timeoutSeconds=1&" + query)
        .body()
        .lines()
        .<JsonNode>map(Json::read)
        .toList();
  }

  private static List<String> types(List<JsonNode> events) {
    return events.stream().map(event -> event.path("type").asText()).distinct().toList();
  }

  @Test
  void listsComeInPages() throws IOException, InterruptedException {
    JsonNode first = json(PODS + "?limit=4");
    String token = first.at("/metadata/continue").asText();
    JsonNode second = json(PODS + "?limit=4&continue=" + token);

    assertThat(first.path("items")).hasSize(4);
    assertThat(first.at("/metadata/remainingItemCount").asInt()).isEqualTo(3);
    assertThat(second.path("items")).hasSize(3);
    assertThat(second.at("/metadata/continue").isMissingNode()).isTrue();
    simulator.control("forget-history");
    assertThat(simulator.get(PODS + "?limit=4&continue=" + token).statusCode()).isEqualTo(410);
  }

  @Test
  void aWatchWithoutVersionBeginsWithWhatIsThereAndEndsInTime()
      throws IOException, InterruptedException {
    List<JsonNode> plain = watch("");
    assertThat(types(plain)).containsExactly("ADDED");
    assertThat(plain).hasSize(7);

    List<JsonNode> marked = watch("allowWatchBookmarks=true&labelSelector=app=db");
    assertThat(types(marked)).containsExactly("ADDED", "BOOKMARK");
    assertThat(marked.getLast().at("/object/kind").asText()).isEqualTo("Pod");
    assertThat(marked.getLast().at("/object/metadata/resourceVersion").asLong())
        .isEqualTo(json(PODS).at("/metadata/resourceVersion").asLong());
  }

  @Test
  void aWatchFromAVersionTellsWhatCameAfterIt() throws IOException, InterruptedException {
    String version = json(PODS).at("/metadata/resourceVersion").asText();
    simulator.control("ready?namespace=demo&name=db-0&on=false");

    List<JsonNode> events = watch("resourceVersion=" + version);

    assertThat(events).hasSize(1);
    assertThat(events.getFirst().path("type").asText()).isEqualTo("MODIFIED");
    assertThat(events.getFirst().at("/object/metadata/name").asText()).isEqualTo("db-0");
  }

  @Test
  void aWatchFromAForgottenVersionIsGone() throws IOException, InterruptedException {
    String version = json(PODS).at("/metadata/resourceVersion").asText();
    simulator.control("forget-history");

    List<JsonNode> events = watch("resourceVersion=" + version);

    assertThat(types(events)).containsExactly("ERROR");
    assertThat(events.getFirst().at("/object/code").asInt()).isEqualTo(410);
    assertThat(events.getFirst().at("/object/reason").asText()).isEqualTo("Expired");
  }

  @Test
  void aStaleWatchStaysOpenAndSilent() throws IOException, InterruptedException {
    String version = json(PODS).at("/metadata/resourceVersion").asText();
    simulator.control("stale-watches?on=true");
    simulator.control("ready?namespace=demo&name=db-0&on=false");
    String query = "allowWatchBookmarks=true&resourceVersion=" + version;

    assertThat(watch(query)).isEmpty();

    simulator.control("stale-watches?on=false");
    assertThat(types(watch(query))).containsExactly("MODIFIED", "BOOKMARK");
  }

  @Test
  void aWatchCanTellInTables() throws IOException, InterruptedException {
    HttpRequest request =
        simulator
            .request(PODS + "?watch=1&timeoutSeconds=1&allowWatchBookmarks=1&labelSelector=app=db")
            .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
            .build();

    List<JsonNode> events =
        simulator
            .client()
            .send(request, BodyHandlers.ofString())
            .body()
            .lines()
            .<JsonNode>map(Json::read)
            .toList();

    assertThat(events)
        .allMatch(event -> event.at("/object/kind").asText().equals("Table"))
        .anyMatch(event -> event.at("/object/rows/0/cells/0").asText().equals("db-1"));
    assertThat(events.getLast().at("/object/rows")).isEmpty();
  }

  @Test
  void anOrdinalPodComesBackUnderItsName() throws IOException, InterruptedException {
    String before = json(PODS + "/db-0").at("/metadata/uid").asText();

    HttpRequest delete = simulator.request(PODS + "/db-0?gracePeriodSeconds=0").DELETE().build();
    assertThat(simulator.client().send(delete, BodyHandlers.ofString()).body())
        .contains("deletionTimestamp");

    Await.until(
        "db-0 is a new one",
        () -> {
          try {
            JsonNode pod = json(PODS + "/db-0");
            return pod.at("/metadata/uid").isTextual()
                && !pod.at("/metadata/uid").asText().equals(before);
          } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }
}
