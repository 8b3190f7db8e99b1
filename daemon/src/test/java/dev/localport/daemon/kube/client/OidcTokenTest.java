package dev.localport.daemon.kube.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.localport.api.ProxyVariables;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An identity provider that takes each refresh token once. */
class OidcTokenTest {
  @TempDir private Path folder;
  private final SharedHttp http = new SharedHttp();
  private HttpServer provider;
  private int renewals;
  private final AtomicInteger discoveries = new AtomicInteger();
  private volatile int discoveryStatus = 200;
  private Path file;

  @BeforeEach
  void open() throws IOException {
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext("/.well-known/openid-configuration", this::discovery);
    provider.createContext("/token", this::renewal);
    provider.start();
    file = folder.resolve("config");
    Files.writeString(
        file,
        """
        # mine
        contexts: [{name: dev, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
        users:
        - name: u
          user:
            auth-provider:
              name: oidc
              config:
                idp-issuer-url: %s
                client-id: localport
                client-secret: secret
                refresh-token: refresh-0 # spent with its first use
                id-token: %s
        """
            .formatted(url(), idToken(0)));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
  }

  @AfterEach
  void close() {
    provider.stop(0);
    http.close();
  }

  private String url() {
    return "http://127.0.0.1:" + provider.getAddress().getPort();
  }

  /** Expired long ago: each request renews it. */
  private static String idToken(int number) {
    String claims = "{\"exp\":1577836800,\"n\":%d}".formatted(number);
    return "e30."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".sig";
  }

  private void discovery(HttpExchange exchange) throws IOException {
    discoveries.incrementAndGet();
    answer(exchange, discoveryStatus, "{\"token_endpoint\":\"%s/token\"}".formatted(url()));
  }

  private void renewal(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (!form.contains("refresh_token=refresh-" + renewals)) {
      answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
      return;
    }
    renewals++;
    answer(
        exchange,
        200,
        "{\"id_token\":\"%s\",\"refresh_token\":\"refresh-%d\"}"
            .formatted(idToken(renewals), renewals));
  }

  private static void answer(HttpExchange exchange, int code, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private ApiClient client() throws KubeException {
    return new ApiClient(
        Kubeconfig.read(List.of(file)).context("dev"),
        ProxyVariables.NONE,
        _ -> {
          throw new AssertionError("there is no proxy");
        },
        http,
        InstantSource.system());
  }

  @Test
  void aRefreshTokenForOneUseIsWrittenBackForKubectl() throws IOException, KubeException {
    String before = Files.readString(file);

    assertThat(client().headers()).containsEntry("Authorization", List.of("Bearer " + idToken(1)));

    assertThat(file)
        .content()
        .isEqualTo(
            before
                .replace("refresh-token: refresh-0", "refresh-token: refresh-1")
                .replace(idToken(0), idToken(1)));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    assertThat(folder).isDirectoryNotContaining("glob:**{lock,tmp,localport}");
  }

  @Test
  void theNextRenewalUsesTheNewToken() throws KubeException {
    ApiClient client = client();
    client.headers();

    assertThat(client.headers()).containsEntry("Authorization", List.of("Bearer " + idToken(2)));
    assertThat(file).content().contains("refresh-token: refresh-2");
  }

  @Test
  void theFileBehindALinkIsReplacedAndNoLink() throws IOException, KubeException {
    Path target = Files.move(file, folder.resolve("target"));
    Files.createSymbolicLink(file, target);

    client().headers();

    assertThat(file).isSymbolicLink();
    assertThat(target).content().contains("refresh-token: refresh-1");
  }

  @Test
  void aFileThatKubectlIsWritingIsLeftAloneAndTheTokenStaysInUse()
      throws IOException, KubeException {
    Files.createFile(folder.resolve("config.lock"));
    ApiClient client = client();
    client.headers();

    assertThat(file).content().contains("refresh-token: refresh-0");
    assertThat(client.headers()).containsEntry("Authorization", List.of("Bearer " + idToken(2)));
    assertThat(folder.resolve("config.lock")).exists();
  }

  @Test
  void aFileThatHasOtherTokensByNowIsLeftAlone() throws IOException, KubeException {
    ApiClient client = client();
    String other = Files.readString(file).replace("refresh-0", "of-kubectl");
    Files.writeString(file, other);
    client.headers();

    assertThat(file).content().isEqualTo(other);
  }

  @Test
  void aTokenThatTheProviderDoesNotTakeIsNotShown() throws IOException {
    Files.writeString(file, Files.readString(file).replace("refresh-0", "planted-spent"));

    assertThatThrownBy(() -> client().headers())
        .isInstanceOf(KubeException.class)
        .hasMessage(
            "the OIDC token could not be renewed: the identity provider returned no new one; log"
                + " in again");
  }

  @Test
  void aProviderThatFailsIsAskedOnceAndTheFailureIsKnownAtOnce() {
    discoveryStatus = 503;

    assertThatThrownBy(() -> client().headers()).isInstanceOf(KubeException.class);

    assertThat(discoveries).hasValue(1);
  }
}
