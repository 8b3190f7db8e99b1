package dev.localport.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.localport.config.HealthProbe;
import dev.localport.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpCheckTest {
  private static final int MIB = 1024 * 1024;

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private FakeDialler dialler;
  private volatile int status = 200;
  private volatile String body = "all is well";

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(
              "%s %s, host %s, key %s, user %s"
                  .formatted(
                      exchange.getRequestMethod(),
                      exchange.getRequestURI(),
                      exchange.getRequestHeaders().getFirst("Host"),
                      exchange.getRequestHeaders().getFirst("X-Key"),
                      exchange.getRequestHeaders().getFirst("Authorization")));
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          boolean none = exchange.getRequestMethod().equals("HEAD") || bytes.length == 0;
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          exchange.sendResponseHeaders(status, none ? -1 : bytes.length);
          if (!none) {
            exchange.getResponseBody().write(bytes);
          }
          exchange.close();
        });
    server.start();
    dialler = new FakeDialler(server.getAddress().getPort());
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private Check check(HealthProbe.Http probe) {
    return Check.of(Probes.config(probe), dialler, null);
  }

  private CheckOutcome run(HealthProbe.Http probe) throws InterruptedException {
    return check(probe).run();
  }

  private static CheckOutcome overRaw(String answer, HealthProbe.Http probe)
      throws IOException, InterruptedException {
    try (RawServer raw = RawServer.saying(answer)) {
      return Check.of(Probes.config(probe), new FakeDialler(raw.port()), null).run();
    }
  }

  private static HealthProbe.Http holding(String content) {
    return Probes.http("/healthz", "GET", content, Map.of());
  }

  @Test
  void aPathIsAskedForAtThePodUnderTheNameOfTheLocalPort() throws InterruptedException {
    assertThat(run(Probes.get("/healthz?deep=1"))).isEqualTo(new CheckOutcome.Well());

    assertThat(dialler.opened).containsExactly(0);
    assertThat(requests)
        .containsExactly("GET /healthz?deep=1, host localhost:9, key null, user null");
  }

  @Test
  void anotherStatusIsToldWithWhatIsExpected() throws InterruptedException {
    status = 503;

    assertThat(run(Probes.get("/healthz")))
        .isEqualTo(new CheckOutcome.Failed("returned 503, expected 200, 201, 202 or 204"));
  }

  @Test
  void oneExpectedStatusIsOneWord() throws InterruptedException {
    HealthProbe.Http probe =
        new HealthProbe.Http(false, "/", "GET", List.of(404), null, Map.of(), true, null);

    assertThat(run(probe)).isEqualTo(new CheckOutcome.Failed("returned 200, expected 404"));
    status = 404;
    assertThat(run(probe)).isEqualTo(new CheckOutcome.Well());
  }

  @Test
  void noRedirectIsFollowed() throws InterruptedException {
    status = 302;

    assertThat(run(Probes.get("/healthz")))
        .isEqualTo(new CheckOutcome.Failed("returned 302, expected 200, 201, 202 or 204"));
    assertThat(requests).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"})
  void everyMethodIsAnswered(String method) throws InterruptedException {
    assertThat(run(Probes.http("/healthz", method, null, Map.of())))
        .isEqualTo(new CheckOutcome.Well());

    assertThat(requests).singleElement().asString().startsWith(method + " /healthz");
  }

  @Test
  void headersAreSentAndThoseOfTheUserHold() throws InterruptedException {
    HealthProbe.Http probe =
        Probes.http("/healthz", "GET", null, Map.of("X-Key", "geheim", "host", "shop.example"));

    assertThat(run(probe)).isEqualTo(new CheckOutcome.Well());

    assertThat(requests).containsExactly("GET /healthz, host shop.example, key geheim, user null");
    assertThat(check(probe).label()).isEqualTo("http GET /healthz");
  }

  @Test
  void aHeaderThatCannotBeWrittenIsAFailure() throws InterruptedException {
    CheckOutcome outcome = run(Probes.http("/", "GET", null, Map.of("not a name", "geheim")));

    assertThat(outcome).asString().contains("cannot be written").doesNotContain("geheim");
    assertThat(requests).isEmpty();
  }

  @Test
  void theTextThatIsExpectedHasToBeThere() throws InterruptedException {
    assertThat(run(holding("is well"))).isEqualTo(new CheckOutcome.Well());

    assertThat(run(holding("grün")))
        .isEqualTo(new CheckOutcome.Failed("returned 200, and its body does not contain \"grün\""));
    body = "alles grün";
    assertThat(run(holding("grün"))).isEqualTo(new CheckOutcome.Well());
  }

  @Test
  void aTextIsLookedForInTheFirstMebibyte() throws InterruptedException {
    body = "x".repeat(MIB - 2) + "ok" + "x".repeat(MIB);
    assertThat(run(holding("ok"))).isEqualTo(new CheckOutcome.Well());

    body = "x".repeat(MIB - 1) + "ok" + "x".repeat(MIB);
    assertThat(run(holding("ok")))
        .isEqualTo(
            new CheckOutcome.Failed(
                "returned 200, and the first 1 MiB of its body does not contain \"ok\""));
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:%d/x, 'GET /x, host localhost:%d, key null, user null'",
    "http://127.0.0.1:%d, 'GET /, host 127.0.0.1:%d, key null, user null'",
    "http://127.0.0.1:%d?q#f, 'GET /?q, host 127.0.0.1:%d, key null, user null'",
    "http://me:pw@127.0.0.1:%d/, 'GET /, host 127.0.0.1:%d, key null, user Basic bWU6cHc='"
  })
  void aWholeUrlThatIsNotTheServicesIsAskedDirectly(String url, String request)
      throws InterruptedException {
    int port = server.getAddress().getPort();

    assertThat(run(Probes.get(url.formatted(port)))).isEqualTo(new CheckOutcome.Well());

    assertThat(dialler.opened).isEmpty();
    assertThat(requests).containsExactly(request.formatted(port));
    assertThat(check(Probes.get(url.formatted(port))).label()).doesNotContain("pw").contains("//");
  }

  @Test
  void aWholeUrlOfTheServicesLocalPortMeansThePod() throws InterruptedException {
    assertThat(run(Probes.get("http://localhost:10/healthz"))).isEqualTo(new CheckOutcome.Well());

    assertThat(dialler.opened).containsExactly(1);
    assertThat(requests).containsExactly("GET /healthz, host localhost:10, key null, user null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\nok",
        "HTTP/1.0 200 OK\r\n\r\nok",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
            + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
      })
  void everyFormOfABodyIsRead(String answer) throws IOException, InterruptedException {
    assertThat(overRaw(answer, holding("ok"))).isEqualTo(new CheckOutcome.Well());
  }

  @ParameterizedTest
  @CsvSource({
    "'', it closed the connection without a response",
    "'HTTP/1.1 200 OK\r\nContent-Len', it closed the connection in the middle of its response",
    "'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok', it closed the connection in the middle of"
        + " its response",
    "'SSH-2.0-OpenSSH_9.9\r\n', its response is not HTTP"
  })
  void anAnswerThatIsNoneIsTold(String answer, String why)
      throws IOException, InterruptedException {
    assertThat(overRaw(answer, holding("good"))).isEqualTo(new CheckOutcome.Failed(why));
  }

  @Test
  void withoutATextTheHeadIsEnough() throws IOException, InterruptedException {
    String endless = "HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\nsome";
    RawServer.Answer answer =
        client -> client.getOutputStream().write(endless.getBytes(StandardCharsets.US_ASCII));
    try (RawServer raw = new RawServer(answer)) {
      Check check = Check.of(Probes.config(Probes.get("/")), new FakeDialler(raw.port()), null);

      assertThat(check.run()).isEqualTo(new CheckOutcome.Well());
    }
  }

  @Test
  void aServerThatHangsIsGivenUpWithAnInterrupt() throws IOException {
    try (RawServer raw = RawServer.silent()) {
      Check check = Check.of(Probes.config(Probes.get("/")), new FakeDialler(raw.port()), null);
      CompletableFuture<CheckOutcome> outcome = new CompletableFuture<>();
      Runnable giveUp = new VirtualThreadRunner("db").start(check, outcome::complete);
      Await.until("it is connected", () -> !raw.accepted.isEmpty());

      giveUp.run();

      assertThat(Await.get(outcome)).isNotEqualTo(new CheckOutcome.Well());
    }
  }
}
