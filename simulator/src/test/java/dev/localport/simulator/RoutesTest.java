package dev.localport.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.localport.simulator.objects.Json;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API server serves, and what it says where it serves nothing. */
class RoutesTest {
  @TempDir static Path folder;
  @AutoClose private static Simulator simulator;

  @BeforeAll
  static void start() throws IOException, GeneralSecurityException, InterruptedException {
    simulator = Simulator.start(folder);
    simulator.awaitPod("app=db");
  }

  private static JsonNode json(String path) throws IOException, InterruptedException {
    return Json.read(simulator.get(path).body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /api/v1/pods?limit=x                                | 400 | limit: "x" is not a number
          /api/v1/pods?labelSelector=a+in                     | 400 | unable to parse requirement: "a in"
          /api/v1/pods?fieldSelector=spec.x%3D1               | 400 | field label not supported: spec.x
          /api/v1/pods?resourceVersion=99999999               | 504 | Too large resource version: 99999999
          /api/v1/pods?watch=1&sendInitialEvents=true         | 422 | sendInitialEvents: Forbidden
          /api/v1/namespaces/demo/pods/none                   | 404 | pods "none" not found
          /apis/apps/v1/namespaces/demo/deployments/none      | 404 | deployments.apps "none" not found
          /api/v1/namespaces/demo/pods/db-0/exec              | 405 | does not allow this method
          /api/v1/namespaces/demo/pods/db-0/portforward       | 400 | Upgrade request required
          /api/v1/namespaces/demo/services/web/proxy          | 404 | could not find the requested resource
          /api/v1/namespaces/demo/nodes/node-1                | 404 | could not find the requested resource
          /api/v1/pods/db-0                                   | 404 | could not find the requested resource
          /api/v1/secrets                                     | 404 | could not find the requested resource
          /api/v2                                             | 404 | could not find the requested resource
          /apis/none                                          | 404 | could not find the requested resource
          /apis/apps/v2                                       | 404 | could not find the requested resource
          /openapi/v2                                         | 404 | could not find the requested resource
          /                                                   | 404 | could not find the requested resource
          """)
  void whatCannotBeAnsweredIsAStatus(String path, int code, String words)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = simulator.get(path);

    assertThat(answer.statusCode()).isEqualTo(code);
    JsonNode status = Json.read(answer.body());
    assertThat(status.path("kind").asText()).isEqualTo("Status");
    assertThat(status.path("code").asInt()).isEqualTo(code);
    assertThat(status.path("message").asText()).contains(words);
  }

  @Test
  void discoveryNamesWhatIsServed() throws IOException, InterruptedException {
    assertThat(json("/api").path("versions").toString()).isEqualTo("[\"v1\"]");
    assertThat(json("/apis").path("groups").valueStream().map(it -> it.path("name").asText()))
        .containsExactly("apps", "batch", "discovery.k8s.io", "authorization.k8s.io");
    assertThat(json("/apis/apps").at("/preferredVersion/groupVersion").asText())
        .isEqualTo("apps/v1");
    assertThat(json("/api/v1").path("resources").valueStream().map(it -> it.path("name").asText()))
        .contains("pods", "pods/log", "pods/portforward", "namespaces");
    assertThat(json("/apis/authorization.k8s.io/v1").path("resources")).hasSize(1);
    assertThat(json("/openapi/v3").toString()).isEqualTo("{\"paths\":{}}");
    for (String path : List.of("/livez", "/readyz", "/healthz")) {
      assertThat(simulator.get(path).body()).isEqualTo("ok");
    }
  }

  @Test
  void whoShowsNothingOrSomethingElseIsNobody() throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(simulator.server().resolve("/version"));
    assertThat(status(request)).isEqualTo(401);
    assertThat(status(request.header("Authorization", "Bearer nonsense"))).isEqualTo(401);
  }

  private int status(HttpRequest.Builder request) throws IOException, InterruptedException {
    return simulator.client().send(request.build(), BodyHandlers.discarding()).statusCode();
  }
}
