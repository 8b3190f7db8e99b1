package dev.localport.daemon.services;

import static dev.localport.daemon.services.ForwardsFixture.WEB;
import static dev.localport.daemon.services.ForwardsFixture.web;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.daemon.forward.local.LocalClient;
import dev.localport.daemon.state.DesiredState;
import dev.localport.daemon.tunnel.SpdyServer;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a saved file changes without an open connection noticing, and what needs a new forward. */
class ForwardsInPlaceTest {
  @TempDir private Path folder;
  private ForwardsFixture fixture;
  private Path file;

  @BeforeEach
  void open() throws IOException, InterruptedException, LoadException {
    fixture = new ForwardsFixture(folder);
    DesiredState.Source source = fixture.file("localport.yaml", WEB);
    file = Path.of(String.valueOf(source.file()));
    fixture.start(source, "web");
    fixture.await("web", "connected");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private void save(String service) throws IOException, InterruptedException {
    fixture.file("localport.yaml", service);
    assertThat(fixture.forwards.reload(file.toString())).isNull();
    Await.get(Objects.requireNonNull(fixture.forwards.listing().running("web")).caughtUp());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reconnect: {max_attempts: 3, max_delay: 7s}",
        "breaker: {failures: 2}",
        "hold: {timeout: 1s, max_connections: 2}",
        "heartbeat: {interval: 30s, timeout: 9s}",
        "health_check: {type: tcp, interval: 5}",
        "tags: [data, blue]",
        "description: the shop",
        "priority: 7",
        "confirm: true",
        "autostart: false",
        "lazy: true",
        "balance: true",
        "idle_timeout: 1h",
        "profile: unstable",
        "cluster_health: {monitor_pod: false}",
        "cluster_health: {pod_selector: app=web}"
      })
  void savingAKeyThatLeadsNowhereElseLeavesOpenConnectionsAlone(String key)
      throws IOException, InterruptedException {
    int port = fixture.port("web");
    try (LocalClient client = fixture.connect("web")) {
      client.send("1");
      assertThat(client.read(1)).isEqualTo("1");

      save(WEB + "    " + key + "\n");

      client.send("2");
      assertThat(client.read(1)).isEqualTo("2");
      fixture.assertServes("web");
      save(WEB);
      client.send("3");
      assertThat(client.read(1)).isEqualTo("3");
    }
    assertThat(fixture.status("web").state()).isEqualTo("connected");
    assertThat(fixture.port("web")).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"remote_port: 7", "bind_address: 127.0.0.1", "local_port: 0"})
  void whatLeadsElsewhereIsForwardedAgain(String key) throws IOException, InterruptedException {
    var before = fixture.forwards.listing().running("web");
    String name = key.substring(0, key.indexOf(':'));
    String service =
        WEB.lines()
            .filter(line -> !line.contains(name + ":"))
            .reduce("", (one, other) -> one + other + "\n");

    fixture.file("localport.yaml", service + "    " + key + "\n");
    assertThat(fixture.forwards.reload(file.toString())).isNull();

    fixture.await("web", "connected");
    boolean same = fixture.forwards.listing().running("web") == before;
    assertThat(same).isEqualTo(name.equals("local_port")); // 0 is what auto says
  }

  @Test
  void whatWasSavedHoldsAtOnce() throws IOException, InterruptedException {
    save(WEB + "    tags: [blue]\n    reconnect: {max_attempts: 3}\n    hold: {timeout: 0}\n");

    assertThat(fixture.status("web").tags()).containsExactly("blue");
    assertThat(fixture.status("web").maxAttempts()).isEqualTo(3);
    fixture.server.cut();
    fixture.server.answer("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");
    fixture.await("web", "reconnecting");
    try (LocalClient late = fixture.connect("web")) {
      assertThat(late.readAll()).as("hold: 0 refuses at once").contains("reset");
    }
  }

  @Test
  void aHealthCheckThatIsAddedChangedAndRemovedIsAppliedToTheConnectionThatIsThere()
      throws IOException, InterruptedException {
    assertThat(fixture.status("web").health()).isEqualTo("disabled");

    save(WEB + "    health_check: {type: tcp}\n");
    fixture.await("web", "checked", web -> web.health().equals("healthy"));

    save(
        WEB
            + "    health_check: {type: http, failure_threshold: 1, timeout: 1, config: {url:"
            + " /x}}\n");
    fixture.await("web", "checked by http", web -> web.health().equals("unhealthy"));

    save(WEB);
    assertThat(fixture.status("web").health()).isEqualTo("disabled");
    assertThat(fixture.status("web").reconnects()).isZero();
  }

  @Test
  void aServiceThatWaitedForAnAttemptTriesWhenItsFileIsSaved()
      throws IOException, InterruptedException {
    save(WEB + "    reconnect: {initial_delay: 10m, max_delay: 10m}\n");
    fixture.server.answer("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");
    fixture.server.cut();
    fixture.await("web", "reconnecting");
    fixture.server.answer(SpdyServer.SWITCHING);

    save(WEB);

    fixture.await("web", "connected");
  }

  @Test
  void aServiceThatDoesNotReconnectByItselfDoesSoOnceItsFileSaysSo()
      throws IOException, InterruptedException {
    save(WEB + "    reconnect: {auto: false}\n");
    fixture.server.cut();
    fixture.await("web", "disconnected");

    save(WEB);

    fixture.await("web", "connected");
  }

  @Test
  void theIdleTimeoutThatWasSavedEndsUnusedSessions() throws IOException, InterruptedException {
    save(WEB + "    idle_timeout: 1s\n");

    fixture.await("web", "idle");
    fixture.assertServes("web");

    save(web("web") + "    lazy: true\n");
    fixture.await("web", "connected");
  }
}
