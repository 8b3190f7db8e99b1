package dev.localport.daemon.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.daemon.net.Endpoint;
import dev.localport.daemon.net.Proxy;
import dev.localport.daemon.net.Transport;
import dev.localport.daemon.net.Trust;
import dev.localport.testing.Await;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A line that breaks while TLS is set up says nothing about certificates. */
class BrokenHandshakeTest {
  private static final Transport transport = Transport.open(1);

  @AfterAll
  static void close() throws InterruptedException {
    transport.close(Duration.ofSeconds(5));
  }

  /** Dials somebody who ends the connection in the middle of the handshake. */
  private static Failure refusal(boolean reset, boolean proxied)
      throws IOException, GeneralSecurityException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Endpoint endpoint = endpoint(server.getLocalPort(), proxied);
      CompletableFuture<Session> dialled =
          new SessionDialer(transport, InstantSource.system())
              .dial(SpdyServer.request(endpoint), Protocol.SPDY, transport.next());
      try (Socket accepted = server.accept()) {
        assertThat(accepted.getInputStream().read()).isNotNegative(); // the ClientHello begins
        accepted.setOption(StandardSocketOptions.SO_LINGER, reset ? 0 : -1);
      }
      Await.get(dialled);
      throw new AssertionError("a session was opened");
    } catch (CompletionException e) {
      assertThat(e.getCause()).isInstanceOf(DialException.class);
      return ((DialException) e.getCause()).failure();
    }
  }

  private static Endpoint endpoint(int port, boolean proxied)
      throws IOException, GeneralSecurityException {
    SslContext tls = SslContextBuilder.forClient().build();
    Proxy proxy = proxied ? proxy(port, Trust.proxy(null, null)) : null;
    return new Endpoint("127.0.0.1", port, "", tls, "127.0.0.1", proxy);
  }

  private static Proxy proxy(int port, @Nullable SslContext tls) {
    return new Proxy(Proxy.Kind.HTTPS, "127.0.0.1", port, null, null, tls, "HTTPS_PROXY");
  }

  @ParameterizedTest(name = "reset: {0}")
  @ValueSource(booleans = {true, false})
  void betweenUsAndTheServerItCannotBeReached(boolean reset)
      throws IOException, GeneralSecurityException {
    Failure failure = refusal(reset, false);

    assertThat(failure.kind()).as(failure.message()).isEqualTo(FailureKind.UNREACHABLE);
    assertThat(failure.message()).contains("cannot be reached").doesNotContain("trusted");
  }

  @ParameterizedTest(name = "reset: {0}")
  @ValueSource(booleans = {true, false})
  void betweenUsAndTheProxyItIsNotTheProxysCertificate(boolean reset)
      throws IOException, GeneralSecurityException {
    Failure failure = refusal(reset, true);

    assertThat(failure.kind()).as(failure.message()).isEqualTo(FailureKind.UNREACHABLE);
    assertThat(failure.message()).startsWith("the proxy ").doesNotContain("trusted");
  }
}
