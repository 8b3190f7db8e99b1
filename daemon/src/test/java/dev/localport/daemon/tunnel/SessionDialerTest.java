package dev.localport.daemon.tunnel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.daemon.net.Endpoint;
import dev.localport.daemon.net.Transport;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.KeyManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionDialerTest {
  private static final Transport transport = Transport.open(1);

  private final SessionDialer dialer = new SessionDialer(transport, InstantSource.system());

  @AfterAll
  static void close() throws InterruptedException {
    transport.close(Duration.ofSeconds(5));
  }

  private Session dial(Endpoint endpoint) {
    return Eventually.get(
        dialer.dial(SpdyServer.request(endpoint), Protocol.SPDY, transport.next()));
  }

  private Failure refusal(Endpoint endpoint) {
    try {
      Session session = dial(endpoint);
      session.close(Failures.lost());
      throw new AssertionError("a session was opened");
    } catch (CompletionException e) {
      assertThat(e.getCause()).isInstanceOf(DialException.class);
      return ((DialException) e.getCause()).failure();
    }
  }

  private Failure refusal(String answer) {
    try (SpdyServer server = new SpdyServer(answer, null)) {
      return refusal(server.endpoint());
    }
  }

  private static String status(int code, String reason, String body) {
    return "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(code, reason, body.length(), body);
  }

  @Test
  void asksForTheUpgradeWithTheCredentials() {
    try (SpdyServer server = new SpdyServer()) {
      Session session = dial(server.endpoint());
      Eventually.get(session.ping());
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
      Session session = dial(server.endpoint());

      assertThat(Eventually.get(session.closed())).isNotNull();
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
                "the API server does not accept the credentials (401 Unauthorized)"));
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
                "the API server refused the port forward: pods \"web-1\" is forbidden: "
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
                "the API server refused the port forward: pods \"web-1\" not found"));
  }

  @Test
  void aGatewaysPageIsSummedUp() {
    assertThat(refusal(status(500, "Internal Server Error", "<html><body>oh no</body></html>")))
        .isEqualTo(
            new Failure(
                FailureKind.SESSION,
                "the API server refused the port forward: HTTP 500 Internal Server Error"));
  }

  @Test
  void aStatusOfAnotherKindAndAnEndlessPageAreSummedUp() {
    assertThat(refusal(status(400, "Bad Request", "{\"kind\":\"Pod\"}")).message())
        .isEqualTo("the API server refused the port forward: HTTP 400 Bad Request");
    assertThat(refusal(status(502, "Bad Gateway", "x".repeat(300_000))).message())
        .isEqualTo("the API server refused the port forward: HTTP 502 Bad Gateway");
  }

  @Test
  void aServerThatClosesInsteadOfAnsweringIsUnreachable() {
    assertThat(refusal(""))
        .isEqualTo(
            new Failure(
                FailureKind.UNREACHABLE,
                "the API server closed the connection before it answered"));
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

    assertThat(refusal(new Endpoint("127.0.0.1", port, "", null, "127.0.0.1", null)))
        .isEqualTo(
            new Failure(
                FailureKind.UNREACHABLE,
                "the API server 127.0.0.1:%d cannot be reached: connection refused"
                    .formatted(port)));
  }

  @Test
  void aNameThatNobodyKnowsIsSaid() {
    assertThat(refusal(new Endpoint("no-such-host.invalid", 6443, "", null, "x", null)).message())
        .isEqualTo(
            "the API server no-such-host.invalid:6443 cannot be reached: its name is not known");
  }

  @Test
  void aDialThatIsGivenUpClosesItsConnection() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      server.setSoTimeout(30_000);
      CompletableFuture<Session> dialling =
          dialer.dial(
              SpdyServer.request(
                  new Endpoint("127.0.0.1", server.getLocalPort(), "", null, "x", null)),
              Protocol.SPDY,
              transport.next());
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
                FailureKind.UNREACHABLE, "the API server k8s.example:6443 does not answer (10 s)"));
  }

  @Test
  void aCertificateThatNobodyVouchesForIsNotTrusted(@TempDir Path folder)
      throws IOException, GeneralSecurityException {
    try (SpdyServer server = new SpdyServer(SpdyServer.SWITCHING, serverTls(folder))) {
      Endpoint endpoint = server.endpoint(SslContextBuilder.forClient().build());
      Failure failure = refusal(endpoint);

      assertThat(failure.kind()).isEqualTo(FailureKind.CERTIFICATE);
      assertThat(failure.message())
          .startsWith("the API server 127.0.0.1:%d is not trusted: ".formatted(endpoint.port()))
          .endsWith("; check certificate-authority in the kubeconfig");
    }
  }

  @Test
  void aServerThatWantsACertificateSaysSo(@TempDir Path folder)
      throws IOException, GeneralSecurityException {
    SslContext tls = serverTls(folder, ClientAuth.REQUIRE);
    try (SpdyServer server = new SpdyServer(SpdyServer.SWITCHING, tls)) {
      Endpoint endpoint =
          server.endpoint(
              SslContextBuilder.forClient()
                  .trustManager(folder.resolve("server.pem").toFile())
                  .build());

      Failure failure = refusal(endpoint);

      assertThat(failure.kind()).isEqualTo(FailureKind.CREDENTIALS);
      assertThat(failure.message())
          .startsWith(
              "the API server 127.0.0.1:%d refuses the client certificate ("
                  .formatted(endpoint.port()))
          .endsWith("); get a new kubeconfig");
    }
  }

  @Test
  void speaksToAServerThatIsTrusted(@TempDir Path folder)
      throws IOException, GeneralSecurityException {
    SslContext tls = serverTls(folder);
    try (SpdyServer server = new SpdyServer(SpdyServer.SWITCHING, tls)) {
      SslContext client =
          SslContextBuilder.forClient()
              .trustManager(folder.resolve("server.pem").toFile())
              .endpointIdentificationAlgorithm("HTTPS")
              .build();
      Session session = dial(server.endpoint(client));

      assertThat(Eventually.get(session.ping())).isNull();
      session.close(Failures.lost());
    }
  }

  @Test
  void aServerThatSpeaksNoTlsIsSaid() throws IOException, InterruptedException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      Thread answering = Thread.ofVirtual().start(() -> answerInPlainText(socket));
      Endpoint endpoint =
          new Endpoint(
              "127.0.0.1",
              socket.getLocalPort(),
              "",
              SslContextBuilder.forClient().build(),
              "127.0.0.1",
              null);

      assertThat(refusal(endpoint).message()).contains("not an SSL/TLS record");
      answering.join();
    }
  }

  private static void answerInPlainText(ServerSocket socket) {
    try (var accepted = socket.accept()) {
      accepted.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
      accepted.getInputStream().readAllBytes();
    } catch (IOException e) {
      // the client has seen enough
    }
  }

  /** A certificate of today, so that none ever expires. */
  private static SslContext serverTls(Path folder) throws IOException, GeneralSecurityException {
    return serverTls(folder, ClientAuth.NONE);
  }

  private static SslContext serverTls(Path folder, ClientAuth clients)
      throws IOException, GeneralSecurityException {
    Path store = folder.resolve("server.p12");
    keytool(
        "-genkeypair -alias server -keyalg EC -dname CN=127.0.0.1 -ext san=ip:127.0.0.1 -validity 2"
            + " -storetype PKCS12 -storepass changeit -keystore "
            + store);
    keytool(
        "-exportcert -rfc -alias server -storepass changeit -keystore "
            + store
            + " -file "
            + folder.resolve("server.pem"));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, "changeit".toCharArray());
    return SslContextBuilder.forServer(factory).clientAuth(clients).build();
  }

  private static void keytool(String arguments) throws IOException {
    String program = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder((program + " " + arguments).split(" ", -1))
            .redirectErrorStream(true)
            .start();
    String output = process.inputReader().readAllAsString();
    assertThat(process.onExit().join().exitValue()).as(output).isZero();
  }
}
