package dev.localport.daemon.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.daemon.forward.local.LocalClient;
import dev.localport.daemon.tunnel.PodPorts;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one connection of a service does to another: nothing. */
class IsolationTest {
  private static final int MORE_THAN_WAITS = 3 * 1024 * 1024;

  private static final int MOST_SESSIONS = 12; // of one forward

  @TempDir private Path folder;
  private ForwardsFixture daemon;

  @BeforeEach
  void open() throws IOException {
    daemon = new ForwardsFixture(folder);
  }

  @AfterEach
  void close() {
    daemon.close();
  }

  private void start() throws IOException, InterruptedException, LoadException {
    daemon.load("web: [\":%d\", \":%d\"]".formatted(PodPorts.ECHO, PodPorts.SOURCE));
    daemon.started("web");
  }

  private void awaitSessions(int count) {
    daemon.await("web", "over " + count + " sessions", web -> web.sessions() >= count);
    daemon.transport.next().submit(() -> {}).syncUninterruptibly(); // its turn, and it knows them
  }

  private LocalClient connect(int index) throws IOException {
    return new LocalClient(daemon.status("web").ports().get(index).local().getFirst().port());
  }

  private void assertEcho(LocalClient client) throws IOException {
    client.send("hello");
    assertThat(client.read(5)).isEqualTo("hello");
  }

  @Test
  void theFirstConnectionBringsASpareSessionAlong()
      throws IOException, InterruptedException, LoadException {
    start();
    assertThat(daemon.server.openSessions()).isEqualTo(1);
    try (LocalClient client = connect(0)) {
      assertEcho(client);
      awaitSessions(2);
      assertThat(daemon.server.openSessions()).isEqualTo(2);
    }
  }

  @Test
  void connectionsAtTheSameTimeHaveSessionsOfTheirOwn()
      throws IOException, InterruptedException, LoadException {
    start();
    List<LocalClient> clients = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      LocalClient client = connect(0);
      clients.add(client);
      assertEcho(client);
      awaitSessions(i + 1);
    }
    for (LocalClient client : clients) {
      client.close();
    }
    assertThat(daemon.status("web").reconnects()).isZero();
  }

  @Test
  void thereIsAnEndToSpareSessions() throws IOException, InterruptedException, LoadException {
    start();
    List<LocalClient> clients = new ArrayList<>();
    for (int i = 1; i <= MOST_SESSIONS + 2; i++) {
      LocalClient client = connect(0);
      clients.add(client);
      assertEcho(client);
      awaitSessions(Math.min(i + 1, MOST_SESSIONS));
    }

    assertThat(daemon.status("web").sessions()).isEqualTo(MOST_SESSIONS);
    for (LocalClient client : clients) {
      assertEcho(client);
      client.close();
    }
  }

  @Test
  void aBurstSharesWhatSessionsThereMayBe()
      throws IOException, InterruptedException, LoadException {
    start();
    List<LocalClient> clients = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      clients.add(connect(0));
    }
    for (LocalClient client : clients) {
      assertEcho(client);
    }

    assertThat(daemon.server.openSessions()).isLessThanOrEqualTo(MOST_SESSIONS);
    for (LocalClient client : clients) {
      client.close();
    }
  }

  @Test
  void sixReadersThatStallHoldUpNobody() throws IOException, InterruptedException, LoadException {
    start();
    try (LocalClient open = connect(0)) {
      assertEcho(open);
      awaitSessions(2);
      List<LocalClient> stalled = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        LocalClient reader = connect(1);
        reader.skip(1);
        stalled.add(reader);
        awaitSessions(i + 3);
      }
      Await.until(
          "much waits for them",
          () -> daemon.status("web").traffic().received() > 6L * MORE_THAN_WAITS / 3);

      assertEcho(open);
      for (int i = 0; i < 20; i++) {
        try (LocalClient next = connect(0)) {
          assertEcho(next);
        }
      }
      stalled.getFirst().skip(MORE_THAN_WAITS);
      assertEcho(open);
      for (LocalClient reader : stalled) {
        reader.reset();
      }
    }
    assertThat(daemon.status("web").reconnects()).isZero();
    assertThat(daemon.status("web").traffic().failed()).isZero();
  }
}
