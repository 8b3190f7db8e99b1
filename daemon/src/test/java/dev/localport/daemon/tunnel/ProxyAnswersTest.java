package dev.localport.daemon.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.daemon.net.Endpoint;
import dev.localport.daemon.net.Proxy;
import dev.localport.daemon.net.TestAuthority;
import dev.localport.daemon.net.Trust;
import dev.localport.testing.Await;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What proxies say, and what people read of it. */
class ProxyAnswersTest {
  @AutoClose private static final Dials dials = new Dials();

  private static Endpoint behind(Endpoint endpoint, Proxy proxy) {
    return new Endpoint(
        endpoint.host(), endpoint.port(), "", endpoint.tls(), endpoint.serverName(), proxy);
  }

  private static Endpoint behind(Proxy proxy) {
    return behind(new Endpoint("k8s.corp", 6443, "", null, "k8s.corp", null), proxy);
  }

  private static Proxy proxy(Proxy.Kind kind, int port, @Nullable String user) {
    return proxy(kind, port, user, null);
  }

  private static Proxy proxy(
      Proxy.Kind kind, int port, @Nullable String user, @Nullable SslContext tls) {
    String password = user == null ? null : "secret";
    return new Proxy(kind, "127.0.0.1", port, user, password, tls, "HTTPS_PROXY");
  }

  private static Failure refusal(Proxy proxy) {
    return dials.refusal(behind(proxy));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "407 Proxy Authentication Required | - | CREDENTIALS | requires a user and a password"
            + " (407); add them to HTTPS_PROXY: http://USER:PASSWORD@127.0.0.1:PORT",
        "407 Proxy Authentication Required | eve | CREDENTIALS | rejected the user and password"
            + " (407); fix them in HTTPS_PROXY",
        "401 Unauthorized | eve | CREDENTIALS | rejected the user and password (401);"
            + " fix them in HTTPS_PROXY",
        "403 Forbidden | - | FORBIDDEN | does not allow connections to k8s.corp:6443 (403"
            + " Forbidden); ask its administrator to allow them, or bypass the proxy with NO_PROXY",
        "502 Bad Gateway | - | UNREACHABLE | cannot reach k8s.corp:6443 (502 Bad Gateway); is the"
            + " server up, and reachable from the proxy?",
        "503 Service Unavailable | - | UNREACHABLE | cannot reach k8s.corp:6443 (503 Service"
            + " Unavailable); is the server up, and reachable from the proxy?",
        "504 Gateway Timeout | - | UNREACHABLE | cannot reach k8s.corp:6443 (504 Gateway Timeout);"
            + " is the server up, and reachable from the proxy?",
        "418 Teapot | - | UNREACHABLE | does not connect to k8s.corp:6443: it returned 418 Teapot"
      })
  void whatAnHttpProxyAnswersIsSaid(
      String status, @Nullable String user, FailureKind kind, String text) throws IOException {
    try (StubProxy stub = StubProxy.answering("HTTP/1.1 " + status + "\r\n\r\n")) {
      Failure failure = refusal(proxy(Proxy.Kind.HTTP, stub.port(), user));

      assertThat(failure)
          .isEqualTo(
              new Failure(
                  kind,
                  "the proxy http://127.0.0.1:%d %s"
                      .formatted(
                          stub.port(), text.replace("PORT", Integer.toString(stub.port())))));
      assertThat(stub.heard.getFirst()).startsWith("CONNECT k8s.corp:6443 HTTP/1.1\r\n");
      assertThat(stub.heard.getFirst().contains("asic ZXZlOnNlY3JldA==")).isEqualTo(user != null);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "5 255    | -   | CREDENTIALS | requires a user and a password or does not speak SOCKS5;"
            + " add them to HTTPS_PROXY: socks5://USER:PASSWORD@127.0.0.1:PORT",
        "5 2, 1 1 | eve | CREDENTIALS | rejected the user and password; fix them in"
            + " HTTPS_PROXY",
        "5 0, 5 2 0 1 0 0 0 0 0 0 | - | FORBIDDEN | does not allow connections to k8s.corp:6443"
            + " (FORBIDDEN); ask its administrator to allow them, or bypass the proxy with"
            + " NO_PROXY",
        "5 0, 5 5 0 1 0 0 0 0 0 0 | - | UNREACHABLE | cannot reach k8s.corp:6443"
            + " (CONNECTION_REFUSED); is the server up, and reachable from the proxy?",
        "72 84 | - | CREDENTIALS | requires a user and a password or does not speak SOCKS5; add"
            + " them to HTTPS_PROXY: socks5://USER:PASSWORD@127.0.0.1:PORT"
      })
  void whatASocksProxyAnswersIsSaid(
      String answers, @Nullable String user, FailureKind kind, String text) throws IOException {
    String[] bytes = answers.split(",", -1);
    for (int i = 0; i < bytes.length; i++) {
      StringBuilder characters = new StringBuilder();
      for (String number : bytes[i].strip().split(" ", -1)) {
        characters.append((char) Integer.parseInt(number));
      }
      bytes[i] = characters.toString();
    }
    try (StubProxy stub = StubProxy.answering(bytes)) {
      assertThat(refusal(proxy(Proxy.Kind.SOCKS5, stub.port(), user)))
          .isEqualTo(
              new Failure(
                  kind,
                  "the proxy socks5://127.0.0.1:%d %s"
                      .formatted(
                          stub.port(), text.replace("PORT", Integer.toString(stub.port())))));
    }
  }

  @Test
  void aProxyThatIsNoneIsSaid() throws IOException, GeneralSecurityException {
    SslContext trust = Trust.proxy(null, null);
    try (StubProxy other = StubProxy.answering("220 mail ready\r\n\r\n");
        StubProxy silent = StubProxy.answering()) {
      assertThat(refusal(proxy(Proxy.Kind.HTTP, other.port(), null)).message())
          .isEqualTo(
              "the proxy http://127.0.0.1:%d does not speak HTTP; check the scheme (http, https or socks5) in HTTPS_PROXY"
                  .formatted(other.port()));
      assertThat(refusal(proxy(Proxy.Kind.HTTPS, other.port(), null, trust)).message())
          .isEqualTo(
              "the proxy https://127.0.0.1:%d does not speak TLS; write http:// in HTTPS_PROXY"
                  .formatted(other.port()));
      assertThat(refusal(proxy(Proxy.Kind.HTTP, silent.port(), null)).message())
          .isEqualTo(
              "the proxy http://127.0.0.1:%d closed the connection without a response; check the scheme (http, https or socks5) in HTTPS_PROXY"
                  .formatted(silent.port()));
    }
  }

  @Test
  void aProxyThatIsNotThereIsSaid() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    assertThat(refusal(proxy(Proxy.Kind.HTTP, port, "eve")))
        .isEqualTo(
            new Failure(
                FailureKind.UNREACHABLE,
                "the proxy http://127.0.0.1:%d cannot be reached: connection refused; check HTTPS_PROXY"
                    .formatted(port)));
    assertThat(
            refusal(
                    new Proxy(
                        Proxy.Kind.SOCKS5,
                        "no.invalid",
                        1,
                        null,
                        null,
                        null,
                        "proxy-url in the kubeconfig"))
                .message())
        .isEqualTo(
            "the proxy socks5://no.invalid:1 cannot be reached: its name cannot be resolved; check"
                + " proxy-url in the kubeconfig");
  }

  @Test
  void aSessionGoesThroughAProxyWithItsCredentials() throws IOException {
    try (SpdyServer server = new SpdyServer()) {
      int port = server.endpoint().port();
      try (StubProxy stub = StubProxy.leadingTo(ServerSocketFactory.getDefault(), port)) {
        Endpoint endpoint = behind(server.endpoint(), proxy(Proxy.Kind.HTTP, stub.port(), "eve"));
        Session session = dials.dial(endpoint);
        Await.get(session.ping());
        session.close(Failures.lost());

        assertThat(stub.heard.getFirst()).startsWith("CONNECT 127.0.0.1:" + port + " HTTP/1.1\r\n");
        assertThat(server.requests).hasSize(1);
        assertThat(server.requests.getFirst()).doesNotContainIgnoringCase("proxy-authorization");
      }
    }
  }

  @Test
  void tlsToTheProxyWantsACertificateThatIsTrusted(@TempDir Path folder)
      throws IOException, GeneralSecurityException {
    ServerSocketFactory sockets = tlsSockets(folder);
    SslContext named = Trust.proxy(folder.resolve("proxy.pem").toString(), null);
    SslContext others = Trust.proxy(null, null);
    try (SpdyServer server = new SpdyServer();
        StubProxy stub = StubProxy.leadingTo(sockets, server.endpoint().port())) {
      Endpoint endpoint =
          behind(server.endpoint(), proxy(Proxy.Kind.HTTPS, stub.port(), null, named));
      Session session = dials.dial(endpoint);
      assertThat(Await.get(session.ping())).isNull();
      session.close(Failures.lost());

      Failure failure = refusal(proxy(Proxy.Kind.HTTPS, stub.port(), null, others));

      assertThat(failure.kind()).isEqualTo(FailureKind.CERTIFICATE);
      assertThat(failure.message())
          .startsWith("the proxy https://127.0.0.1:%d is not trusted: ".formatted(stub.port()))
          .endsWith("; add its CA to this machine's CAs, or set SSL_CERT_FILE to a file with it");
      assertThat(stub.heard).hasSize(1);
    }
  }

  private static ServerSocketFactory tlsSockets(Path folder)
      throws IOException, GeneralSecurityException {
    TestAuthority authority = new TestAuthority();
    authority.writeTo(folder.resolve("proxy.pem"));
    return authority.server().getServerSocketFactory();
  }
}
