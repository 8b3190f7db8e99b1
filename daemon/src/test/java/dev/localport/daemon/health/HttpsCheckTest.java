package dev.localport.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.localport.config.HealthProbe;
import dev.localport.daemon.net.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpsCheckTest {
  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpsServer server;
  private FakeDialler dialler;

  @BeforeEach
  void serve() throws IOException, GeneralSecurityException {
    TestAuthority authority = new TestAuthority();
    authority.writeTo(folder.resolve("ca.pem"));
    new TestAuthority().writeTo(folder.resolve("other.pem"));
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(authority.server()));
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write(new byte[] {'o', 'k'});
          exchange.close();
        });
    server.start();
    dialler = new FakeDialler(server.getAddress().getPort());
  }

  @AfterEach
  void close() {
    server.stop(0);
    threads.close();
  }

  private CheckOutcome run(String url, boolean verify, @Nullable String caFile)
      throws InterruptedException {
    HealthProbe.Http probe =
        new HealthProbe.Http(true, url, "GET", List.of(200), "ok", Map.of(), verify, caFile);
    return Check.of(Probes.config(probe), dialler, folder).run();
  }

  private String failure(String url, @Nullable String caFile) throws InterruptedException {
    return switch (run(url, true, caFile)) {
      case CheckOutcome.Failed(String why) -> why;
      case CheckOutcome other -> throw new AssertionError(other);
    };
  }

  @Test
  void aServerWhoseAuthorityIsNamedIsTrusted() throws InterruptedException {
    assertThat(run("/healthz", true, "ca.pem")).isEqualTo(new CheckOutcome.Well());
    assertThat(run("/healthz", true, folder.resolve("ca.pem").toString()))
        .isEqualTo(new CheckOutcome.Well());
    assertThat(dialler.opened).containsExactly(0, 0);
  }

  @Test
  void aServerThatNobodyKnowsIsNot() throws InterruptedException {
    assertThat(failure("/healthz", null))
        .startsWith("its certificate is not trusted: ")
        .endsWith("; set ca_file to the CA's certificate");
    assertThat(failure("/healthz", "other.pem")).startsWith("its certificate is not trusted: ");
  }

  @Test
  void theCertificateHasToNameTheHostOfTheUrl() throws IOException, InterruptedException {
    int port = server.getAddress().getPort();
    assertThat(run("https://127.0.0.1:" + port, true, "ca.pem")).isEqualTo(new CheckOutcome.Well());

    Route route = new Route(dialler, "shop.example", 443);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      Tls tls = Tls.of(true, "ca.pem", folder);

      assertThatThrownBy(() -> tls.over(socket, "shop.example"))
          .isInstanceOfSatisfying(
              SSLException.class,
              e ->
                  assertThat(words(e, route))
                      .isEqualTo("its certificate is not valid for shop.example"));
    }
  }

  private static String words(IOException e, Route route) {
    try {
      return ErrorText.of(e, route, null) instanceof CheckOutcome.Failed(String why) ? why : "";
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Test
  void whoDoesNotVerifyTrustsEverybody() throws InterruptedException {
    assertThat(run("/healthz", false, null)).isEqualTo(new CheckOutcome.Well());
  }

  @Test
  void aFileOfAuthoritiesThatIsOfNoUseIsToldByName() throws IOException, InterruptedException {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    Path broken = Files.writeString(folder.resolve("broken.pem"), "-----BEGIN CERTIFICATE-----\nx");

    assertThat(failure("/", "missing.pem"))
        .isEqualTo("TLS: ca_file %s does not exist".formatted(folder.resolve("missing.pem")));
    assertThat(failure("/", "empty.pem"))
        .isEqualTo("TLS: ca_file %s contains no certificate".formatted(empty));
    assertThat(failure("/", "broken.pem"))
        .startsWith("TLS: ca_file %s cannot be read: ".formatted(broken));
  }

  @Test
  void aServerWithoutTlsIsTold() throws IOException, InterruptedException {
    try (RawServer raw = RawServer.saying("HTTP/1.1 400 Bad Request\r\n\r\n")) {
      dialler = new FakeDialler(raw.port());

      assertThat(failure("/", null)).startsWith("TLS: ");
    }
  }
}
