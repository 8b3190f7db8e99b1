package dev.localport.daemon.kube;

import static dev.localport.daemon.kube.StubApi.PATIENT;
import static dev.localport.daemon.kube.StubApi.saying;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.Resources;
import dev.localport.config.ClusterQuery;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.kube.reads.ClusterReads;
import dev.localport.testing.Await;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Single questions to an API server, and what becomes of those that get no good answer.
 *
 * <p>Over 300 lines, since each question stands beside what a server may say to it.
 */
class ClusterReadsTest {
  private static final ClusterQuery ALL = new ClusterQuery(true, null, null, null, 0, null);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration BEHIND = Duration.ofHours(1);

  private final CountDownLatch end = new CountDownLatch(1);

  @RegisterExtension private final StubApi api = new StubApi(() -> Instant.now().minus(BEHIND));

  @AfterEach
  void close() {
    end.countDown();
  }

  private static Failure failure(ThrowingCallable call) {
    return catchThrowableOfType(KubeException.class, call).failure();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 403, 429})
  void whateverIsNo5xxIsASignOfLife(int code) throws KubeException {
    if (code == 200) {
      api.on("/livez", saying(code, "ok"));
    } else {
      api.refuse("/livez", code, "not now");
    }

    ClusterReads.Answer answer = api.reads().probe(PATIENT);

    assertThat(answer.took()).isPositive();
    assertThat(answer.skew()).isBetween(BEHIND.minusMinutes(5), BEHIND.plusMinutes(5));
    assertThat(api.asked).containsExactly("/livez");
  }

  @Test
  void aServerWithoutLivezIsAskedForItsVersion() throws KubeException {
    assertThat(api.reads().probe(PATIENT).took()).isPositive();

    assertThat(api.asked).containsExactly("/livez", "/version");
  }

  @Test
  void aProbeTellsRefusedCredentialsFromAServerInTrouble() {
    api.refuse("/livez", 401, "Unauthorized");
    assertThat(failure(() -> api.reads().probe(PATIENT)))
        .isEqualTo(
            new Failure(
                FailureKind.CREDENTIALS,
                "the API server %s rejected the credentials of context dev (401); log in again"
                    .formatted(api.url())));

    api.refuse("/livez", 503, "etcd is away");
    assertThat(failure(() -> api.reads().probe(PATIENT)))
        .isEqualTo(
            new Failure(
                FailureKind.SESSION,
                "the API server %s returned 503: etcd is away".formatted(api.url())));
  }

  @Test
  void allQuestionsShareTwoConnections() throws KubeException {
    api.on("/livez", saying(200, "ok"));
    api.on("/api/v1/nodes", "{\"items\":[]}");
    ClusterReads reads = api.reads();

    for (int i = 0; i < 5; i++) {
      reads.probe(PATIENT);
      reads.nodes(ALL, PATIENT);
    }

    assertThat(api.clients).hasSize(10);
    assertThat(api.clients.stream().distinct()).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void theVersionIsTheOneOfTheServer() throws KubeException {
    api.on("/version", "{\"major\":\"1\",\"gitVersion\":\"v1.34.1\",\"platform\":\"linux/amd64\"}");

    assertThat(api.reads().version(PATIENT)).isEqualTo("v1.34.1");
  }

  @Test
  void checksThatFailAreNamed() throws KubeException {
    String text = "[+]ping ok\n[-]etcd failed: reason withheld\n[+]log ok\nreadyz check failed\n";
    api.on("/readyz?verbose", saying(500, text));
    assertThat(api.reads().unreadyParts(PATIENT)).containsExactly("etcd failed");

    api.on("/readyz?verbose", saying(200, "[+]ping ok\nreadyz check passed\n"));
    assertThat(api.reads().unreadyParts(PATIENT)).isEmpty();

    api.refuse("/readyz?verbose", 403, "forbidden: cannot get path");
    assertThat(api.reads().unreadyParts(PATIENT)).isEmpty();

    api.refuse("/readyz?verbose", 401, "Unauthorized");
    assertThat(failure(() -> api.reads().unreadyParts(PATIENT)).kind())
        .isEqualTo(FailureKind.CREDENTIALS);
  }

  @Test
  void usageIsWhatMetricsMeasured() throws KubeException {
    api.on(
        "/apis/metrics.k8s.io/v1beta1/nodes",
        """
        {"kind":"NodeMetricsList","items":[
          {"metadata":{"name":"b"},"window":"20s","usage":{"cpu":"156340283n","memory":"1289852Ki"}},
          {"usage":{"cpu":"2","memory":"1Gi"},"metadata":{"name":"a"}},
          {"metadata":{"name":"c"},"usage":{"cpu":"a lot","memory":null}}]}
        """);

    assertThat(api.reads().nodeUsage(PATIENT))
        .hasSize(3)
        .containsEntry("a", new Resources(2_000L, 1_073_741_824L))
        .containsEntry("b", new Resources(157L, 1_320_808_448L))
        .containsEntry("c", new Resources(null, null));
  }

  @Test
  void anApiThatIsNotServedIsMissing() {
    api.refuse(
        "/apis/metrics.k8s.io/v1beta1/nodes",
        404,
        "the server could not find the requested resource");

    assertThat(failure(() -> api.reads().nodeUsage(PATIENT)))
        .isEqualTo(
            new Failure(
                FailureKind.TARGET_MISSING, "the server could not find the requested resource"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aReviewSaysWhetherAListIsAllowed(boolean allowed) throws KubeException {
    CompletableFuture<String> review = new CompletableFuture<>();
    api.on(
        "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
        exchange -> {
          review.complete(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          saying(
                  201,
                  "{\"spec\":{\"allowed\":true},\"status\":{\"allowed\":%s}}".formatted(allowed))
              .handle(exchange);
        });

    assertThat(api.reads().mayList("metrics.k8s.io", "nodes", PATIENT)).isEqualTo(allowed);

    assertThat(review)
        .isCompletedWithValue(
            "{\"apiVersion\":\"authorization.k8s.io/v1\",\"kind\":\"SelfSubjectAccessReview\","
                + "\"spec\":{\"resourceAttributes\":"
                + "{\"verb\":\"list\",\"group\":\"metrics.k8s.io\",\"resource\":\"nodes\"}}}");
  }

  @Test
  void aListThatIsForbiddenSaysSoInTheServersWords() {
    api.refuse("/api/v1/nodes", 403, "nodes is forbidden: User \"eve\" cannot list resource");

    assertThat(failure(() -> api.reads().nodes(ALL, PATIENT)))
        .isEqualTo(
            new Failure(
                FailureKind.FORBIDDEN,
                "forbidden (403): nodes is forbidden: User \"eve\" cannot list resource"));
  }

  @Test
  void aPageOfSomebodyElseIsNoAnswer() {
    api.on("/api/v1/nodes", "<html>log in</html>");

    assertThat(failure(() -> api.reads().nodes(ALL, PATIENT)).kind())
        .isEqualTo(FailureKind.SESSION);
    assertThat(failure(() -> api.reads().nodes(ALL, PATIENT)).message())
        .startsWith("the API server %s returned an invalid response: ".formatted(api.url()));
  }

  @Test
  void silenceEndsWithTheTimeout() {
    api.on("/livez", _ -> awaitEnd());

    assertThat(failure(() -> api.reads().probe(SHORT)))
        .isEqualTo(
            new Failure(
                FailureKind.UNREACHABLE,
                "the API server %s cannot be reached: no answer within 0.3 s"
                    .formatted(api.url())));
  }

  @Test
  void bytesThatTrickleEndWithTheTimeout() {
    api.on(
        "/api/v1/nodes",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          OutputStream out = exchange.getResponseBody();
          out.write("{\"items\":[".getBytes(UTF_8));
          while (end.getCount() > 0) { // until the client is gone, which ends it with an exception
            out.write(' ');
            out.flush();
          }
        });

    assertThat(failure(() -> api.reads().nodes(ALL, SHORT)))
        .isEqualTo(
            new Failure(
                FailureKind.UNREACHABLE,
                "the API server %s cannot be reached: its response did not end within 0.3 s"
                    .formatted(api.url())));
  }

  @Test
  void halfAnAnswerIsNone() {
    api.on(
        "/api/v1/nodes",
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write("{\"items\":[".getBytes(UTF_8));
          exchange.getResponseBody().flush();
          throw new IOException("the server goes");
        });

    assertThat(failure(() -> api.reads().nodes(ALL, PATIENT)).kind())
        .isEqualTo(FailureKind.UNREACHABLE);
  }

  @Test
  void theTimeoutOfAQueryGoesBeforeTheOneOfTheCall() {
    api.on("/api/v1/nodes", _ -> awaitEnd());
    ClusterQuery impatient = new ClusterQuery(true, null, null, null, 0, SHORT);

    assertThat(failure(() -> api.reads().nodes(impatient, PATIENT)).message())
        .endsWith("no answer within 0.3 s");
  }

  @Test
  void anInterruptEndsACall() throws KubeException {
    CountDownLatch arrived = new CountDownLatch(1);
    api.on(
        "/api/v1/nodes",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("{\"items\":[".getBytes(UTF_8));
          exchange.getResponseBody().flush();
          arrived.countDown();
          awaitEnd();
        });
    ClusterReads reads = api.reads();
    CompletableFuture<Failure> ended = new CompletableFuture<>();
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread asking =
        Thread.ofVirtual()
            .start(() -> {
              Failure failure = failure(() -> reads.nodes(ALL, Duration.ofHours(1)));
              interrupted.set(Thread.currentThread().isInterrupted());
              ended.complete(failure);
            });
    Await.until("it is asked", () -> arrived.getCount() == 0);

    asking.interrupt();

    assertThat(Await.get(ended).message()).endsWith("the call was stopped");
    assertThat(interrupted).isTrue();
  }

  private void awaitEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server is being stopped
    }
  }
}
