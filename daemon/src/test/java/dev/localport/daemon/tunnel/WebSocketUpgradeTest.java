package dev.localport.daemon.tunnel;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.FailureKind;
import dev.localport.daemon.net.Endpoint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The answer to a request for a WebSocket, and the bytes behind it. */
class WebSocketUpgradeTest {
  private static final String STRIPPED =
      "the response has no WebSocket subprotocol: a proxy in between seems to strip"
          + " Sec-WebSocket-Protocol";

  private final CompletableFuture<Session> opened = new CompletableFuture<>();
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final String request;

  WebSocketUpgradeTest() {
    Endpoint endpoint = new Endpoint("k8s.example", 6443, "/base", null, "k8s.example", null);
    Upgrade upgrade =
        new Upgrade(
            new SessionDialer.Access(endpoint, Map.of()),
            new WebSocketUpgrade(
                new SessionDialer.Access(
                    endpoint, Map.of("Authorization", List.of("Bearer secret"))),
                "/api/v1/namespaces/shop/pods/web-1/portforward",
                SessionDialer.TUNNEL_NAME,
                SessionDialer.tunnel(settings(), opened)));
    channel.pipeline().addLast(new HttpClientCodec(), upgrade);
    upgrade.ask(channel.pipeline().context(upgrade));
    ByteBuf sent = channel.readOutbound();
    request = sent.toString(ISO_8859_1);
    sent.release();
  }

  private static Heartbeat.Settings settings() {
    return new Heartbeat.Settings(
        SessionFixture.PATIENCE, () -> Instant.EPOCH, System::nanoTime, but -> Duration.ofDays(1));
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private String accept() throws NoSuchAlgorithmException {
    String key =
        request
            .lines()
            .filter(line -> line.startsWith("sec-websocket-key: "))
            .findFirst()
            .orElseThrow()
            .substring("sec-websocket-key: ".length());
    byte[] digest =
        MessageDigest.getInstance("SHA-1") // RFC 6455, 4.2.2
            .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1));
    return Base64.getEncoder().encodeToString(digest);
  }

  private void answer(String accept, String protocol, int... frames) {
    String head =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + accept
            + "\r\n"
            + protocol
            + "\r\n";
    ByteBuf bytes = Unpooled.copiedBuffer(head, ISO_8859_1);
    for (int frame : frames) {
      bytes.writeByte(frame);
    }
    channel.writeInbound(bytes);
    channel.runPendingTasks();
  }

  private DialException refusal() {
    return (DialException) opened.exceptionNow();
  }

  private static String name(String protocol) {
    return "Sec-WebSocket-Protocol: " + protocol + "\r\n";
  }

  @Test
  void asksAServerWhoseNameIsNoneForJava() {
    Endpoint odd = new Endpoint("k8s_dev.local", 6443, "", null, "k8s_dev.local", null);
    WebSocketUpgrade question =
        new WebSocketUpgrade(
            new SessionDialer.Access(odd, Map.of()), "/path", "v4", new CompletableFuture<>());
    Upgrade upgrade = new Upgrade(new SessionDialer.Access(odd, Map.of()), question);
    EmbeddedChannel other = new EmbeddedChannel(new HttpClientCodec(), upgrade);

    upgrade.ask(other.pipeline().context(upgrade));

    ByteBuf sent = other.readOutbound();
    assertThat(sent.toString(ISO_8859_1).lines().toList())
        .contains("GET /path HTTP/1.1", "host: k8s_dev.local:6443");
    sent.release();
    other.finishAndReleaseAll();
  }

  @Test
  void asksWithTheCredentialsAndNoOrigin() {
    assertThat(request.lines().toList())
        .contains(
            "GET /base/api/v1/namespaces/shop/pods/web-1/portforward HTTP/1.1",
            "Authorization: Bearer secret",
            "host: k8s.example:6443",
            "sec-websocket-protocol: SPDY/3.1+portforward.k8s.io",
            "sec-websocket-version: 13")
        .noneMatch(line -> line.startsWith("origin") || line.startsWith("sec-websocket-ext"));
  }

  @Test
  void bytesBehindThe101BelongToTheSession() throws NoSuchAlgorithmException {
    int[] goAway = {0x82, 16, 0x80, 3, 0, 7, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0};
    answer(accept(), name(SessionDialer.TUNNEL_NAME), goAway);

    assertThat(opened.resultNow().protocol()).isEqualTo(Protocol.TUNNEL);
    assertThat(opened.resultNow().closed()).isCompleted();
  }

  @Test
  void a101WithoutASubProtocolIsAProxyThatStripsIt() throws NoSuchAlgorithmException {
    answer(accept(), "");

    assertThat(refusal().refusal()).contains(new Refusal.Broke(STRIPPED));
    assertThat(refusal().failure().message())
        .isEqualTo("the API server rejected the port forward: " + STRIPPED);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void anotherSubProtocolIsRefused() throws NoSuchAlgorithmException {
    answer(accept(), name("v4.channel.k8s.io"));

    assertThat(refusal().refusal())
        .contains(
            new Refusal.Broke(
                "the server chose the WebSocket subprotocol \"v4.channel.k8s.io\" instead of"
                    + " \"SPDY/3.1+portforward.k8s.io\""));
  }

  @Test
  void a101ThatAnswersAnotherRequestIsRefused() {
    answer("bm90IG91cnM=", name(SessionDialer.TUNNEL_NAME));

    assertThat(refusal().failure().kind()).isEqualTo(FailureKind.SESSION);
    assertThat(refusal().failure().message()).contains("the WebSocket handshake failed: ");
  }

  @Test
  void aFrameThatIsTooLongEndsTheSession() throws NoSuchAlgorithmException {
    int[] twoMebibytes = {0x82, 127, 0, 0, 0, 0, 0, 0x20, 0, 0};
    answer(accept(), name(SessionDialer.TUNNEL_NAME), twoMebibytes);

    assertThat(opened.resultNow().closed().resultNow().message())
        .isEqualTo("the session failed: Max frame length of 262144 has been exceeded.");
  }

  @Test
  void aMaskedFrameEndsTheSession() throws NoSuchAlgorithmException {
    answer(accept(), name(SessionDialer.TUNNEL_NAME), 0x82, 0x81, 1, 2, 3, 4, 5);

    assertThat(opened.resultNow().closed().resultNow().message()).contains("the session failed: ");
  }

  @Test
  void aContinuationOfNothingEndsTheSession() throws NoSuchAlgorithmException {
    answer(accept(), name(SessionDialer.TUNNEL_NAME), 0x80, 1, 7);

    assertThat(opened.resultNow().closed().resultNow().message()).contains("the session failed: ");
  }

  @Test
  void anOlderServersRefusalIsReadable() {
    String body = "{\"kind\":\"Status\",\"message\":\"query parameter \\\"port\\\" is required\"}";
    channel.writeInbound(
        Unpooled.copiedBuffer(
            "HTTP/1.1 400 Bad Request\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(body.length(), body),
            ISO_8859_1));

    assertThat(refusal().refusal())
        .contains(new Refusal.Answered(400, true, "query parameter \"port\" is required"));
  }

  @Test
  void aRuntimesLineOfTextIsReadable() {
    String body = "query parameter \"port\" is required\n";
    channel.writeInbound(
        Unpooled.copiedBuffer(
            "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n"
                + "Content-Length: %d\r\n\r\n%s".formatted(body.length(), body),
            ISO_8859_1));

    assertThat(refusal().refusal())
        .contains(
            new Refusal.Answered(
                400, false, "HTTP 400 Bad Request: query parameter \"port\" is required"));
  }
}
