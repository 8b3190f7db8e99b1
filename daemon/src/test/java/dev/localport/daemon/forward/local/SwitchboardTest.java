package dev.localport.daemon.forward.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.config.HoldConfig;
import dev.localport.daemon.tunnel.PodPorts;
import dev.localport.daemon.tunnel.Session;
import dev.localport.testing.Await;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections through local port, session and server, all on loopback. */
class SwitchboardTest {
  private static final int ECHO = 0;
  private static final int REFUSED = 1;
  private static final int RESETS = 2;
  private static final int SILENT = 3;
  private static final int SOURCE = 4;
  private static final int COUNTS = 5;
  private static final int MUCH = 5_000_000;

  private LocalPortFixture at;
  private Session session;

  @BeforeEach
  void serve() throws IOException, InterruptedException {
    at =
        new LocalPortFixture(
            HoldConfig.DEFAULT,
            PodPorts.ECHO,
            PodPorts.REFUSED,
            PodPorts.RESETS,
            PodPorts.SILENT,
            PodPorts.SOURCE,
            PodPorts.COUNTS);
    session = at.serve();
    at.awaitTurn(); // an event loop accepts before it runs what it was asked to
  }

  @AfterEach
  void close() {
    at.close();
  }

  private int streams() {
    return at.loop.submit(session::streamCount).syncUninterruptibly().getNow();
  }

  private void awaitStreams(int count) {
    Await.until("the session carries " + count, () -> streams() == count);
  }

  @Test
  void connectionsShareASessionWhereThereIsNoRoomForOneMore() throws IOException {
    at.room.set(false);
    try (LocalClient _ = at.connect(ECHO);
        LocalClient _ = at.connect(ECHO)) {
      awaitStreams(2);
      assertThat(at.wanted).hasValue(0);

      at.room.set(true);
      try (LocalClient _ = at.connect(ECHO)) {
        awaitStreams(3);
        assertThat(at.wanted).hasValue(1);
      }
    }
  }

  @Test
  void fiveMegabytesComeBackAsTheyWereSent() throws IOException, InterruptedException {
    byte[] sent = new byte[MUCH];
    for (int i = 0; i < sent.length; i++) {
      sent[i] = PodPorts.sourceByte(i);
    }
    try (LocalClient client = at.connect(ECHO)) {
      Thread sender =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  client.socket.getOutputStream().write(sent);
                  client.end();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      byte[] received = client.socket.getInputStream().readAllBytes();
      sender.join();

      assertThat(Arrays.equals(received, sent)).isTrue();
    }
    at.awaitCounters(0, 0, 1, 0);
    assertThat(at.traffic.sent.sum()).isEqualTo(MUCH);
    assertThat(at.traffic.received.sum()).isEqualTo(MUCH);
    awaitStreams(0);
  }

  @Test
  void theFirstByteIsMeasuredOnceForEachConnectionThatIsAnswered() throws IOException {
    try (LocalClient silent = at.connect(SILENT)) {
      silent.send("hello");
      assertThat(at.traffic.firstBytes.quantile(1)).isNull();
    }
    try (LocalClient client = at.connect(ECHO)) {
      client.send("one");
      assertThat(client.read(3)).isEqualTo("one");
      Duration first = at.traffic.firstBytes.quantile(1);
      assertThat(first).isPositive();

      client.send("two");
      assertThat(client.read(3)).isEqualTo("two");

      assertThat(at.traffic.firstBytes.quantile(1)).isEqualTo(first);
    }
  }

  @Test
  void halfACloseLeavesTheAnswerOpen() throws IOException {
    try (LocalClient client = at.connect(COUNTS)) {
      client.send("question");
      client.end();

      assertThat(client.readAll()).isEqualTo("counted 8, end");
    }
    at.awaitCounters(0, 0, 1, 0);
  }

  @Test
  void anErrorOnOneConnectionLeavesTheOthersAlone() throws IOException {
    try (LocalClient good = at.connect(ECHO)) {
      good.send("before");
      assertThat(good.read(6)).isEqualTo("before");
      for (int i = 0; i < 20; i++) {
        try (LocalClient refused = at.connect(REFUSED)) {
          assertThat(refused.readAll()).isEqualTo(", reset");
        }
      }

      good.send("after");
      assertThat(good.read(5)).isEqualTo("after");
    }
    at.awaitCounters(0, 0, 21, 20);
    assertThat(at.broken).hasSize(20).containsOnly("web-1: connection refused by 1f2e");
  }

  @Test
  void aResetOfTheServerComesBehindWhatWasSentBefore() throws IOException {
    try (LocalClient client = at.connect(RESETS)) {
      client.send("anything");

      assertThat(client.readAll()).isEqualTo("before, reset");
    }
    at.awaitCounters(0, 0, 1, 1);
    assertThat(at.broken).containsExactly("web-1: reset by the server");
  }

  @Test
  void aResetOfTheClientEndsItsStream() throws IOException {
    LocalClient client = at.connect(SILENT);
    client.send("anything");
    awaitStreams(1);
    client.reset();

    awaitStreams(0);
    at.awaitCounters(0, 0, 1, 0);
  }

  @Test
  void aSlowReaderHoldsTheSessionBackAndGetsEverything() throws IOException {
    try (LocalClient slow = at.connect(SOURCE)) {
      Await.until("the reader is behind", () -> at.traffic.received.sum() > 1_000_000);
      awaitStandstill();
      assertThat(at.traffic.received.sum()).isLessThan(PodPorts.SOURCE_BYTES);
      assertThat(at.loop.submit(session::takesStreams).syncUninterruptibly().getNow()).isTrue();

      slow.end();
      InputStream in = slow.socket.getInputStream();
      byte[] all = in.readAllBytes();

      assertThat(all).hasSize(PodPorts.SOURCE_BYTES);
      for (int i = 0; i < all.length; i++) {
        if (all[i] != PodPorts.sourceByte(i)) {
          assertThat(all[i]).as("byte %d", i).isEqualTo(PodPorts.sourceByte(i));
        }
      }
    }
    at.awaitCounters(0, 0, 1, 0);
  }

  /** Waits until nothing more has come for many turns of the event loop. */
  private void awaitStandstill() {
    long[] seen = {-1};
    int[] quiet = {0};
    Await.until(
        "nothing more comes",
        () -> {
          long now = at.traffic.received.sum();
          quiet[0] = now == seen[0] ? quiet[0] + 1 : 0;
          seen[0] = now;
          return quiet[0] > 50;
        });
  }

  @Test
  void aSlowReaderThatGivesUpFreesTheSession() throws IOException {
    LocalClient slow = at.connect(SOURCE);
    Await.until("the reader is behind", () -> at.traffic.received.sum() > 1_000_000);
    awaitStandstill();
    slow.reset();
    awaitStreams(0);

    try (LocalClient next = at.connect(ECHO)) {
      next.send("free");
      assertThat(next.read(4)).isEqualTo("free");
    }
  }

  @Test
  void whoeverComesWhileAReaderIsSlowWaitsForAnotherSession() throws IOException {
    try (LocalClient slow = at.connect(SOURCE)) {
      Await.until("the reader is behind", () -> at.traffic.received.sum() > 1_000_000);
      awaitStandstill();

      try (LocalClient held = at.connectHeld()) {
        held.send("held");
        at.serve();
        assertThat(held.read(4)).isEqualTo("held");
      }
      slow.end();
      assertThat(slow.socket.getInputStream().readAllBytes()).hasSize(PodPorts.SOURCE_BYTES);
    }
  }

  @Test
  void aSessionThatIsCutResetsItsConnections() throws IOException {
    try (LocalClient client = at.connect(SILENT)) {
      awaitStreams(1);
      at.server.cut();

      assertThat(client.readAll()).isEqualTo(", reset");
    }
    at.awaitCounters(0, 0, 1, 1);
  }

  @Test
  void withdrawnSessionsKeepTheirConnectionsAndTheNextServesNewOnes() throws IOException {
    try (LocalClient old = at.connect(ECHO)) {
      old.send("1");
      assertThat(old.read(1)).isEqualTo("1");
      at.switchboard.withdraw(session);
      session.drain();
      at.awaitTurn();

      try (LocalClient held = at.connectHeld()) {
        held.send("held");
        at.serve();
        assertThat(held.read(4)).isEqualTo("held");
      }
      old.send("2");
      assertThat(old.read(1)).isEqualTo("2");
    }
  }

  @Test
  void aSessionThatTakesNoMoreStreamsHoldsNewConnections() throws IOException {
    try (LocalClient old = at.connect(ECHO)) {
      old.send("1");
      assertThat(old.read(1)).isEqualTo("1");
      session.drain();
      at.awaitTurn();

      try (LocalClient held = at.connectHeld()) {
        at.serve();
        held.send("held");
        assertThat(held.read(4)).isEqualTo("held");
      }
    }
  }

  @Test
  void closingResetsEveryConnection() throws IOException {
    try (LocalClient one = at.connect(SILENT);
        LocalClient two = at.connect(ECHO)) {
      awaitStreams(2);
      at.switchboard.closeConnections();

      assertThat(one.readAll()).isEqualTo(", reset");
      assertThat(two.readAll()).isEqualTo(", reset");
    }
    awaitStreams(0);
  }
}
