package dev.localport.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.FailureKind;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import org.junit.jupiter.api.Test;

class ConnectFailuresTest {
  private static final Endpoint DIRECT = new Endpoint("k8s", 6443, "", null, "k8s", null);

  @Test
  void aServerThatDoesNotAnswerInTimeCannotBeReached() {
    SslHandshakeTimeoutException late =
        new SslHandshakeTimeoutException("handshake timed out after 8000ms");
    Proxy proxy = new Proxy(Proxy.Kind.HTTPS, "127.0.0.1", 3128, null, null, null, "HTTPS_PROXY");

    assertThat(ConnectFailures.of(DIRECT, late).failure().kind())
        .isEqualTo(FailureKind.UNREACHABLE);
    assertThat(new ProxyFailures(DIRECT, proxy).of(late).failure().kind())
        .isEqualTo(FailureKind.UNREACHABLE);
  }
}
