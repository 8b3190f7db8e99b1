package dev.localport.daemon.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.config.MetricsConfig;
import dev.localport.daemon.host.PortHolder;
import dev.localport.daemon.time.ManualTimers;
import dev.localport.testing.Await;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Addresses that files name, over HTTP on loopback. */
class MetricsTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final Map<String, MetricsConfig> files = new ConcurrentSkipListMap<>();
  private final ManualTimers timers = new ManualTimers();
  private final Metrics metrics =
      new Metrics(() -> FigureSamples.NONE, () -> files, new PortHolder(), timers);
  private final HttpClient client = HttpClient.newHttpClient();
  private int port;

  @BeforeEach
  void choosePort() throws IOException {
    port = freePort();
  }

  @AfterEach
  void close() {
    client.close();
    metrics.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
      return socket.getLocalPort();
    }
  }

  private void wants(String file, int at) {
    files.put(file, new MetricsConfig("127.0.0.1", at));
    metrics.follow();
  }

  private HttpResponse<String> ask(String method, int at, String path)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at + path))
            .method(method, BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
  }

  private boolean isServed(int at) {
    try {
      return ask("GET", at, "/metrics").statusCode() == 200;
    } catch (ConnectException e) {
      return false;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitServed(int at) {
    Await.until("metrics are served at " + at, () -> isServed(at));
  }

  @Test
  void aScrapeAnswersWhatTheDaemonReads() throws IOException, InterruptedException {
    wants("/a.yaml", port);
    awaitServed(port);

    HttpResponse<String> answer = ask("GET", port, "/metrics?x=y");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    assertThat(new Scraped(answer.body()).types())
        .isEqualTo(new Scraped(metrics.read()).types())
        .containsEntry("localport_build_info", "gauge");
  }

  private String askAs(String host) throws IOException {
    try (Socket socket = new Socket(LOOPBACK, port)) {
      socket
          .getOutputStream()
          .write(
              "GET /metrics HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(host)
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aPageWhoseNameLeadsHereByDnsRebindingReadsNothing() throws IOException {
    wants("/a.yaml", port);
    awaitServed(port);

    assertThat(askAs("evil.example:" + port))
        .startsWith("HTTP/1.1 421 ")
        .doesNotContain("localport_");
    assertThat(askAs("localhost:" + port)).startsWith("HTTP/1.1 200 ").contains("localport_");
  }

  @Test
  void onlyGetAndHeadOfThatPathAreAnswered() throws IOException, InterruptedException {
    wants("/a.yaml", port);
    awaitServed(port);

    HttpResponse<String> head = ask("HEAD", port, "/metrics");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    HttpResponse<String> post = ask("POST", port, "/metrics");
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(post.headers().firstValue("allow")).hasValue("GET, HEAD");
    for (String path : List.of("/", "/metricsx", "/metrics/x")) {
      assertThat(ask("GET", port, path).statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void filesThatNameOneAddressShareIt() throws IOException {
    wants("/a.yaml", port);
    wants("/b.yaml", port);
    awaitServed(port);

    files.remove("/a.yaml");
    metrics.follow();
    int other = freePort();
    wants("/c.yaml", other);
    awaitServed(other);

    assertThat(isServed(port)).isTrue();
    assertThat(metrics.notes()).isEmpty();
  }

  @Test
  void anAddressThatIsChangedOrTakenAwayIsFollowed() throws IOException {
    wants("/a.yaml", port);
    awaitServed(port);
    int moved = freePort();

    wants("/a.yaml", moved);
    awaitServed(moved);
    assertThat(isServed(port)).isFalse();

    files.clear();
    metrics.follow();
    Await.until("nothing is served", () -> !isServed(moved));
  }

  @Test
  void anAddressThatIsTakenIsToldAndTriedAgain() throws IOException {
    int other = freePort();
    try (ServerSocket taken = new ServerSocket(port, 1, LOOPBACK)) {
      wants("/a.yaml", port);
      wants("/b.yaml", other);
      awaitServed(other);
      Await.until("it is told", () -> !metrics.notes().isEmpty());

      assertThat(metrics.notes())
          .singleElement()
          .asString()
          .startsWith("metrics of /a.yaml cannot be served at 127.0.0.1:" + port + ": ")
          .endsWith("; free it, or change metrics.listen; LocalPort retries every 10 s");
      assertThat(taken.isBound()).isTrue();
      Await.until("it waits", () -> timers.waiting() == 1);
      timers.advance(Addresses.AGAIN);
      Await.until("it waits again", () -> timers.waiting() == 1);
    }

    timers.advance(Addresses.AGAIN);
    awaitServed(port);

    Await.until("nothing is told", () -> metrics.notes().isEmpty());
    assertThat(timers.waiting()).isZero();
  }

  @Test
  void anAddressThatIsTakenAndNotWantedAnyMoreIsForgotten() throws IOException {
    try (ServerSocket _ = new ServerSocket(port, 1, LOOPBACK)) {
      wants("/a.yaml", port);
      Await.until("it is told", () -> metrics.notes().size() == 1);

      files.clear();
      metrics.follow();

      Await.until("it is told no more", () -> metrics.notes().isEmpty());
      Await.until("nothing waits", () -> timers.waiting() == 0);
    }
  }

  @Test
  void theEndFreesTheAddresses() throws IOException {
    wants("/a.yaml", port);
    awaitServed(port);

    metrics.close();

    assertThat(isServed(port)).isFalse();
    metrics.follow();
    try (ServerSocket free = new ServerSocket(port, 1, LOOPBACK)) {
      assertThat(free.isBound()).isTrue();
    }
  }
}
