package dev.localport.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.simulator.objects.Json;
import dev.localport.testing.Await;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault, from its name on the control port to what a client sees. */
class FaultsTest {
  private static final String PODS = "/api/v1/namespaces/demo/pods";
  private static final int ROUND_TRIPS = 30; // long enough for an answer that nothing holds back

  @TempDir Path folder;
  @AutoClose private Simulator simulator;

  @BeforeEach
  void start() throws IOException, GeneralSecurityException {
    simulator = Simulator.start(folder);
  }

  @Test
  void aPartThatFailsIsNamedByReadyz() throws IOException, InterruptedException {
    assertThat(simulator.get("/readyz?verbose").body())
        .contains("[+]etcd ok\n")
        .endsWith("readyz check passed\n");

    simulator.control("fail-part?name=etcd&on=true");
    HttpResponse<String> failing = simulator.get("/readyz");

    assertThat(failing.statusCode()).isEqualTo(500);
    assertThat(failing.body())
        .contains("[+]ping ok\n", "[-]etcd failed: reason withheld\n")
        .endsWith("readyz check failed\n");
    simulator.control("fail-part?name=etcd&on=false");
    assertThat(simulator.get("/readyz").body()).isEqualTo("ok");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 429, 500, 503})
  void aStatusHitsAsManyRequestsAsAskedFor(int code) throws IOException, InterruptedException {
    simulator.control("status?scope=api&code=%d&times=2".formatted(code));

    assertThat(simulator.get("/version").statusCode()).isEqualTo(code);
    HttpResponse<String> second = simulator.get("/version");
    assertThat(second.statusCode()).isEqualTo(code);
    assertThat(second.headers().firstValue("Retry-After").isPresent()).isEqualTo(code == 429);
    assertThat(simulator.get("/version").statusCode()).isEqualTo(200);
  }

  @Test
  void aStatusForPortForwardsHitsNothingElse() throws IOException, InterruptedException {
    simulator.control("status?scope=portforward&code=500&times=9");

    assertThat(simulator.get("/version").statusCode()).isEqualTo(200);
    assertThat(simulator.get(PODS + "/db-0/portforward").statusCode()).isEqualTo(500);
    simulator.control("clear");
    assertThat(simulator.get(PODS + "/db-0/portforward").statusCode()).isEqualTo(400);
  }

  @Test
  void whatIsDeniedIsForbiddenAndTheReviewSaysSo() throws IOException, InterruptedException {
    simulator.control("deny?verb=watch&resource=pods");

    HttpResponse<String> answer = simulator.get(PODS + "?watch=true&timeoutSeconds=1");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(Json.read(answer.body()).path("message").asText())
        .isEqualTo(
            "pods is forbidden: User \"demo\" cannot watch resource \"pods\" in API group \"\" in"
                + " the namespace \"demo\"");
    assertThat(review("watch")).isFalse();
    assertThat(review("list")).isTrue();
    assertThat(simulator.get(PODS).statusCode()).isEqualTo(200);
  }

  private boolean review(String verb) throws IOException, InterruptedException {
    HttpRequest request =
        simulator
            .request("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")
            .POST(
                BodyPublishers.ofString(
                    """
                    {"spec":{"resourceAttributes":{"verb":"%s","resource":"pods"}}}\
                    """
                        .formatted(verb)))
            .build();
    return Json.read(simulator.client().send(request, BodyHandlers.ofString()).body())
        .at("/status/allowed")
        .asBoolean();
  }

  @ParameterizedTest
  @CsvSource({
    "latency?ms=600000,latency?ms=0",
    "black-hole?on=true,black-hole?on=false",
    "latency?ms=600000,clear",
    "black-hole?on=true,clear"
  })
  void whatIsHeldBackComesWhenTheFaultEnds(String fault, String end)
      throws IOException, InterruptedException {
    assertThat(simulator.get("/version").statusCode()).isEqualTo(200);
    simulator.control(fault);

    CompletableFuture<HttpResponse<String>> answer =
        simulator
            .client()
            .sendAsync(simulator.request("/version").build(), BodyHandlers.ofString());
    for (int i = 0; i < ROUND_TRIPS; i++) {
      simulator.askControl("none");
    }
    assertThat(answer).isNotDone();
    simulator.control(end);

    assertThat(Await.get(answer).statusCode()).isEqualTo(200);
  }

  @Test
  void slowReadsDeliverAllTheSame() throws IOException, InterruptedException {
    simulator.control("slow-reads?bytes=20000");

    assertThat(simulator.get("/version").statusCode()).isEqualTo(200);
  }

  @Test
  void aResetBreaksWhatIsOpen() throws IOException, InterruptedException {
    HttpResponse<InputStream> watch =
        simulator
            .client()
            .send(simulator.request(PODS + "?watch=true").build(), BodyHandlers.ofInputStream());

    simulator.control("reset");

    assertThatThrownBy(() -> watch.body().readAllBytes()).isInstanceOf(IOException.class);
    assertThat(simulator.get("/version").statusCode()).isEqualTo(200);
  }

  @Test
  void whoIsAwayRefusesUntilItIsBack() throws IOException, InterruptedException {
    simulator.control("away");
    Await.until("connections are refused", this::isRefused);

    simulator.control("back");
    simulator.control("back");

    assertThat(simulator.get("/version").statusCode()).isEqualTo(200);
  }

  private boolean isRefused() {
    try {
      return simulator.get("/version").statusCode() < 0;
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      return false; // an open connection of the client's pool
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aDeletedPodIsReplaced() throws IOException, InterruptedException {
    String pod = simulator.awaitPod("app=moods");

    simulator.control("delete-pod?namespace=demo&name=" + pod);

    assertThat(simulator.awaitPod("app=moods")).isNotEqualTo(pod);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          none                              | 404 | no fault "none"; known faults:
          latency                           | 400 | ms= is missing
          latency?ms=-1                     | 400 | ms=-1 is not a number
          black-hole?on=maybe               | 400 | on=maybe is not true|false
          status?scope=all&code=1&times=1   | 400 | scope=all is not api|portforward
          protocols?speak=smoke             | 400 | speak=smoke is not tunnel|channel|spdy
          deny?verb=get                     | 400 | resource= is missing
          """)
  void aWrongWishIsToldInWords(String wish, int code, String words)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = simulator.askControl(wish);

    assertThat(answer.statusCode()).isEqualTo(code);
    assertThat(answer.body()).startsWith(words);
  }

  @Test
  void theControlPortDescribesItselfToThoseWhoKnowTheToken()
      throws IOException, InterruptedException {
    simulator.control("protocols?speak=");
    simulator.control("status?scope=api&code=500&times=3");
    String url = Files.readString(folder.resolve("sim").resolve("control")).strip();
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertThat(page(http, url).body())
          .startsWith(
              "{\"status\":{\"API\":{\"code\":500,\"left\":3}},\"denied\":\"[]\",\"protocols\":\"[]\"")
          .contains("black-hole?on=true|false");
      assertThat(page(http, url.substring(0, url.lastIndexOf('/')) + "/guess").statusCode())
          .isEqualTo(403);
    }
  }

  private static HttpResponse<String> page(HttpClient http, String url)
      throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }
}
