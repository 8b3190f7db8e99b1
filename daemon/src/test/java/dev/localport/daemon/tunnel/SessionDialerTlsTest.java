package dev.localport.daemon.tunnel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.daemon.net.Endpoint;
import dev.localport.daemon.net.TestAuthority;
import dev.localport.testing.Await;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions over TLS, and what is said of servers that cannot be trusted. */
class SessionDialerTlsTest {
  @AutoClose private static final Dials dials = new Dials();

  @Test
  void aCertificateThatNobodyVouchesForIsNotTrusted(@TempDir Path folder)
      throws IOException, GeneralSecurityException {
    try (SpdyServer server = new SpdyServer(SpdyServer.SWITCHING, serverTls(folder))) {
      Endpoint endpoint = server.endpoint(SslContextBuilder.forClient().build());
      Failure failure = dials.refusal(endpoint);

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

      Failure failure = dials.refusal(endpoint);

      assertThat(failure.kind()).isEqualTo(FailureKind.CREDENTIALS);
      assertThat(failure.message())
          .startsWith(
              "the API server 127.0.0.1:%d rejected the client certificate ("
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
      Session session = dials.dial(server.endpoint(client));

      assertThat(Await.get(session.ping())).isNull();
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

      assertThat(dials.refusal(endpoint).message()).contains("does not speak TLS");
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
    TestAuthority authority = new TestAuthority();
    authority.writeTo(folder.resolve("server.pem"));
    return SslContextBuilder.forServer(authority.serverKeys()).clientAuth(clients).build();
  }
}
