package dev.localport.daemon.health;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.localport.config.HealthProbe;
import dev.localport.daemon.net.TestAuthority;
import dev.localport.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What checks rely on when they connect to a pod. Holds for connections over the sessions of a
 * forward, and for those of tests. Only the end of a connection is looked at after it: until then
 * nobody may ask.
 */
public abstract class DiallerContract {
  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final String LARGE = "the end of a large body";

  /** What the pod does with a connection. */
  public enum Pod {
    /** Sends back what comes, and ends with its client. */
    ECHOES,
    /** Resets the connection once something came. */
    RESETS,
    /** Takes all and says nothing. */
    SILENT
  }

  /** Returns what is tested; its service has two ports or more. */
  protected abstract Dialler dialler();

  /** Opens a connection to such a pod. */
  protected abstract Connection open(Pod pod) throws IOException, InterruptedException;

  /** Returns one whose connections lead to a server on this machine. */
  protected abstract Dialler dialler(int server);

  /** Leaves the forward without a session; open connections stay. */
  protected abstract void withoutSession();

  /** Loses the session that carries the open connections. */
  protected abstract void loseSession() throws IOException;

  /** Has the service not listen. */
  protected abstract void withoutListener();

  private static void write(Connection connection) throws IOException {
    connection.socket().getOutputStream().write("hello".getBytes(US_ASCII));
  }

  @Test
  public void aConnectionCarriesBytesBothWaysAndAnOrderlyEndIsNoBreak()
      throws IOException, InterruptedException {
    Connection connection = open(Pod.ECHOES);
    write(connection);
    connection.socket().shutdownOutput();

    assertThat(connection.socket().getInputStream().readAllBytes()).asString().isEqualTo("hello");
    connection.close();
    assertThat(connection.broken()).isEmpty();
  }

  @Test
  public void aConnectionThatTheCheckClosesIsNotBroken() throws IOException, InterruptedException {
    Connection connection = open(Pod.SILENT);
    write(connection);

    connection.close();
    connection.close();

    assertThat(connection.socket().isClosed()).isTrue();
    assertThat(connection.broken()).isEmpty();
  }

  @Test
  public void aConnectionThatThePodResetsIsBrokenAndTheSessionIsNotToBlame()
      throws IOException, InterruptedException {
    Connection connection = open(Pod.RESETS);
    write(connection);

    assertThatThrownBy(() -> connection.socket().getInputStream().readAllBytes())
        .isInstanceOf(SocketException.class);
    connection.close();
    assertThat(connection.broken())
        .hasValueSatisfying(broken -> {
          assertThat(broken.why()).contains("reset by the pod");
          assertThat(broken.lineLost()).isFalse();
        });
  }

  @Test
  public void aConnectionWhoseSessionIsLostSaysNothingOfTheService()
      throws IOException, InterruptedException {
    Connection connection = open(Pod.SILENT);

    loseSession();

    assertThatThrownBy(() -> connection.socket().getInputStream().read())
        .isInstanceOf(SocketException.class);
    connection.close();
    assertThat(connection.broken())
        .hasValueSatisfying(broken -> assertThat(broken.lineLost()).isTrue());
  }

  @Test
  public void aReadEndsWithItsTimeout() throws IOException, InterruptedException {
    try (Connection connection = open(Pod.SILENT)) {
      connection.socket().setSoTimeout(20);

      assertThatThrownBy(() -> connection.socket().getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  public void anInterruptEndsAReadAndStaysSet() throws IOException, InterruptedException {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    try (Connection connection = open(Pod.SILENT)) {
      Thread reader =
          Thread.startVirtualThread(() -> {
            try {
              interrupted.complete(connection.socket().getInputStream().read() == 0);
            } catch (IOException e) {
              interrupted.complete(Thread.currentThread().isInterrupted());
            }
          });
      reader.interrupt();

      assertThat(Await.get(interrupted)).isTrue();
    }
  }

  @Test
  public void checksOfAllKindsWorkOverAConnection(@TempDir Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    TestAuthority authority = new TestAuthority();
    authority.writeTo(folder.resolve("ca.pem"));
    HttpsServer https = HttpsServer.create(LOOPBACK, 0);
    https.setHttpsConfigurator(new HttpsConfigurator(authority.server()));
    HttpServer http = serving(HttpServer.create(LOOPBACK, 0));
    serving(https);
    try {
      assertThat(run(http, new HealthProbe.Tcp(null, null), folder))
          .isEqualTo(new CheckOutcome.Well());
      assertThat(run(http, probe(false, LARGE), folder)).isEqualTo(new CheckOutcome.Well());
      assertThat(run(https, probe(true, LARGE), folder)).isEqualTo(new CheckOutcome.Well());
      assertThat(run(https, probe(true, "another"), folder))
          .isInstanceOf(CheckOutcome.Failed.class);
    } finally {
      http.stop(0);
      https.stop(0);
    }
  }

  private static <T extends HttpServer> T serving(T server) {
    server.createContext(
        "/",
        exchange -> {
          byte[] body = ("x".repeat(300_000) + LARGE).getBytes(US_ASCII);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static HealthProbe.Http probe(boolean tls, String content) {
    return new HealthProbe.Http(
        tls, "/healthz", "GET", List.of(200), content, Map.of(), true, tls ? "ca.pem" : null);
  }

  private CheckOutcome run(HttpServer server, HealthProbe probe, Path folder)
      throws InterruptedException {
    Dialler to = dialler(server.getAddress().getPort());
    return Check.of(Probes.config(probe), to, folder).run();
  }

  @Test
  public void aConnectionGoesPastThePortsOfTheService() throws IOException, InterruptedException {
    try (Connection connection = open(Pod.SILENT)) {
      assertThat(connection.socket().isConnected()).isTrue();
      assertThat(dialler().localPorts()).doesNotContain(connection.socket().getPort());
    }
  }

  @Test
  public void withoutASessionThereIsNoConnection() throws IOException, InterruptedException {
    withoutSession();

    assertThat(dialler().open(0)).isEmpty();
    assertThat(dialler().localPorts()).as("the service still listens").isNotEmpty();
  }

  @Test
  public void localPortsAreThoseThatTheServiceListensOn() {
    assertThat(dialler().localPorts())
        .hasSizeGreaterThanOrEqualTo(2)
        .doesNotHaveDuplicates()
        .allMatch(port -> port > 0);

    withoutListener();

    assertThat(dialler().localPorts()).isEmpty();
  }
}
