package dev.localport.daemon.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.daemon.net.Endpoint;
import dev.localport.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What API servers answer to the upgrade, and what people read of it. */
class SessionDialerTest {
  @AutoClose private static final Dials dials = new Dials();

  private Failure refusal(String answer) {
    try (SpdyServer server = new SpdyServer(answer, null)) {
      return dials.refusal(server.endpoint());
    }
  }

  private static String status(int code, String reason, String body) {
    return "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(code, reason, body.length(), body);
  }

  @Test
  void asksForTheUpgradeWithTheCredentials() {
    try (SpdyServer server = new SpdyServer()) {
      Session session = dials.dial(server.endpoint());
      Await.get(session.ping());
      session.close(Failures.lost());

      assertThat(server.requests).hasSize(1);
      assertThat(server.requests.getFirst().lines().toList())
          .contains(
              "POST /api/v1/namespaces/shop/pods/web-1/portforward HTTP/1.1",
              "Authorization: Bearer secret",
              "Impersonate-Group: a",
              "Impersonate-Group: b",
              "host: 127.0.0.1:" + server.endpoint().port(),
              "connection: Upgrade",
              "upgrade: SPDY/3.1",
              "X-Stream-Protocol-Version: portforward.k8s.io");
    }
  }

  @Test
  void bytesBehindThe101BelongToTheSession() {
    String goAway = "\u0080\u0003\0\u0007\0\0\0\u0008\0\0\0\0\0\0\0\0";
    try (SpdyServer server = new SpdyServer(SpdyServer.SWITCHING + goAway, null)) {
      Session session = dials.dial(server.endpoint());

      assertThat(Await.get(session.closed())).isNotNull();
    }
  }

  @Test
  void a401IsAboutTheCredentials() {
    assertThat(
            refusal(
                status(401, "Unauthorized", "{\"kind\":\"Status\",\"message\":\"Unauthorized\"}")))
        .isEqualTo(
            new Failure(
                FailureKind.CREDENTIALS,
                "the API server rejected the credentials (401 Unauthorized)"));
  }

  @Test
  void a403SaysWhatIsForbidden() {
    String message =
        "pods \\\"web-1\\\" is forbidden: User \\\"eve\\\" cannot create pods/portforward";
    assertThat(
            refusal(
                status(403, "Forbidden", "{\"kind\":\"Status\",\"message\":\"" + message + "\"}")))
        .isEqualTo(
            new Failure(
                FailureKind.FORBIDDEN,
                "the API server rejected the port forward: pods \"web-1\" is forbidden: "
                    + "User \"eve\" cannot create pods/portforward"));
  }

  @Test
  void a404IsAMissingTarget() {
    assertThat(
            refusal(
                status(
                    404,
                    "Not Found",
                    "{\"kind\":\"Status\",\"message\":\"pods \\\"web-1\\\" not found\"}")))
        .isEqualTo(
            new Failure(
                FailureKind.TARGET_MISSING,
                "the API server rejected the port forward: pods \"web-1\" not found"));
  }

  @Test
  void aGatewaysPageIsSummedUp() {
    assertThat(refusal(status(500, "Internal Server Error", "<html><body>oh no</body></html>")))
        .isEqualTo(
            new Failure(
                FailureKind.SESSION,
                "the API server rejected the port forward: HTTP 500 Internal Server Error"));
  }

  @Test
  void aStatusOfAnotherKindAndAnEndlessPageAreSummedUp() {
    assertThat(refusal(status(400, "Bad Request", "{\"kind\":\"Pod\"}")).message())
        .isEqualTo("the API server rejected the port forward: HTTP 400 Bad Request");
    assertThat(refusal(status(502, "Bad Gateway", "x".repeat(300_000))).message())
        .matches("a gateway at 127.0.0.1:\\d+ cannot reach the API server: HTTP 502 Bad Gateway");
  }

  @Test
  void aServerThatClosesInsteadOfAnsweringIsUnreachable() {
    assertThat(refusal(""))
        .isEqualTo(
            new Failure(
                FailureKind.UNREACHABLE,
                "the API server closed the connection before it responded"));
  }

  @Test
  void whatIsNoHttpIsSaid() {
    assertThat(refusal("SSH-2.0-OpenSSH_9.6\r\n\r\n").kind()).isEqualTo(FailureKind.SESSION);
  }

  @Test
  void aPortThatNobodyListensOnIsRefused() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = socket.getLocalPort();
    }

    assertThat(dials.refusal(new Endpoint("127.0.0.1", port, "", null, "127.0.0.1", null)))
        .isEqualTo(
            new Failure(
                FailureKind.UNREACHABLE,
                "the API server 127.0.0.1:%d cannot be reached: connection refused"
                    .formatted(port)));
  }

  @Test
  void aNameThatNobodyKnowsIsSaid() {
    assertThat(
            dials
                .refusal(new Endpoint("no-such-host.invalid", 6443, "", null, "x", null))
                .message())
        .isEqualTo(
            "the API server no-such-host.invalid:6443 cannot be reached: its name cannot be"
                + " resolved");
  }

  @Test
  void aDialThatIsGivenUpClosesItsConnection() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      server.setSoTimeout(30_000);
      CompletableFuture<Session> dialling =
          dials.begin(new Endpoint("127.0.0.1", server.getLocalPort(), "", null, "x", null));
      try (var accepted = server.accept()) {
        accepted.setSoTimeout(30_000);
        dialling.cancel(false);

        byte[] all = accepted.getInputStream().readAllBytes(); // ends only if it is closed

        assertThat(all.length).isGreaterThanOrEqualTo(0);
      }
    }
  }

  @Test
  void aDialThatTakesTooLongHasItsWords() {
    assertThat(
            SessionDialer.tooSlow(
                    new Endpoint("k8s.example", 6443, "", null, "x", null), Duration.ofSeconds(10))
                .failure())
        .isEqualTo(
            new Failure(
                FailureKind.UNREACHABLE,
                "the API server k8s.example:6443 does not respond (10 s)"));
  }
}
