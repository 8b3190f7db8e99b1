package dev.localport.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not an SSL/TLS record: 485454502f312e3120343030",
        "Unsupported or unrecognized SSL message",
        "Unrecognized SSL message, plaintext connection?"
      })
  void aServerWithoutTlsBehindHttpsIsNotCalledUntrusted(String words) {
    SSLException plain = new SSLException(words);
    Proxy proxy = new Proxy(Proxy.Kind.HTTPS, "127.0.0.1", 3128, null, null, null, "HTTPS_PROXY");

    assertThat(ConnectFailures.of(DIRECT, new IOException(plain)).failure())
        .isEqualTo(
            new Failure(
                FailureKind.UNREACHABLE,
                "k8s:6443 does not speak TLS; check server in the kubeconfig: is it http://, or"
                    + " does something else listen there?"));
    assertThat(new ProxyFailures(DIRECT, proxy).of(plain).failure())
        .returns(FailureKind.UNREACHABLE, Failure::kind)
        .extracting(Failure::message)
        .asString()
        .endsWith("does not speak TLS; is it http:// instead of https:// in HTTPS_PROXY?");
  }

  @Test
  void whatTheSystemSaysOfTheNetworkIsSaidInOurWords() {
    Map<IOException, String> words =
        Map.of(
            new SocketException("Network is unreachable: /10.0.0.7:6443"),
            "the network is unreachable",
            new IOException("connect(..) failed with error(-101): Network is unreachable"),
            "the network is unreachable",
            new SocketException("Network is down"),
            "the network is down",
            new ConnectException("Connection timed out: /10.0.0.7:6443"),
            "no answer",
            new ConnectException("Connection refused: /10.0.0.7:6443"),
            "connection refused",
            new NoRouteToHostException("No route to host"),
            "no route to the host");

    words.forEach((thrown, why) ->
        assertThat(ConnectFailures.of(DIRECT, thrown).failure())
            .isEqualTo(
                new Failure(
                    FailureKind.UNREACHABLE, "the API server k8s:6443 cannot be reached: " + why)));
  }
}
