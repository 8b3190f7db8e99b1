package dev.localport.daemon.forward.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.config.HoldConfig;
import dev.localport.config.Overflow;
import dev.localport.daemon.tunnel.PodPorts;
import dev.localport.daemon.tunnel.Session;
import dev.localport.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldConnectionsTest {
  private static final HoldConfig TWO =
      new HoldConfig(Duration.ofMinutes(5), 2, Overflow.REJECT_NEWEST);
  private static final HoldConfig NEWEST_TWO =
      new HoldConfig(Duration.ofMinutes(5), 2, Overflow.DROP_OLDEST);

  @Test
  void whoWaitsIsServedWhenASessionIsThere() throws IOException, InterruptedException {
    try (var at = new LocalPortFixture(TWO, PodPorts.ECHO);
        LocalClient one = at.connectHeld();
        LocalClient two = at.connectHeld()) {
      one.send("one");
      at.awaitCounters(0, 2, 0, 0);

      at.serve();
      two.send("two");

      assertThat(one.read(3)).isEqualTo("one");
      assertThat(two.read(3)).isEqualTo("two");
      at.awaitCounters(2, 0, 2, 0);
    }
  }

  @Test
  void aQuestionThatWasEndedWhileItWaitedIsAnswered() throws IOException, InterruptedException {
    try (var at = new LocalPortFixture(TWO, PodPorts.COUNTS);
        LocalClient client = at.connectHeld()) {
      client.send("question");
      client.end();
      awaitTurns(at);

      at.serve();

      assertThat(client.readAll()).isEqualTo("counted 8, end");
      at.awaitCounters(0, 0, 1, 0);
    }
  }

  @Test
  void aConnectionWithoutAStreamWaitsForAnotherSessionAndLosesNothing()
      throws IOException, InterruptedException {
    FakeSession dead = new FakeSession();
    try (var at = new LocalPortFixture(TWO, PodPorts.COUNTS)) {
      at.serve(dead);
      try (LocalClient client = at.connect()) {
        client.send("ques");
        awaitWritten(at, dead, 4);
        client.send("tion");
        awaitWritten(at, dead, 8);

        at.loop.submit(() -> dead.refuseStreams("no kubelet")).syncUninterruptibly();
        at.awaitCounters(0, 1, 1, 0);
        assertThat(at.unopened).containsExactly("web-1: no kubelet");
        assertThat(at.heldTold).hasValue(1);
        client.send("!");
        client.end();
        awaitTurns(at);
        at.serve();

        assertThat(client.readAll()).isEqualTo("counted 9, end");
        at.awaitCounters(0, 0, 1, 0);
        assertThat(at.traffic.sent.sum()).as("each byte is counted once").isEqualTo(9);
        assertThat(at.broken).isEmpty();
      }
    }
  }

  @Test
  void aConnectionWithoutAStreamTakesAnotherSessionThatIsThere()
      throws IOException, InterruptedException {
    FakeSession dead = new FakeSession();
    try (var at = new LocalPortFixture(TWO, PodPorts.ECHO)) {
      at.serve(dead);
      try (LocalClient client = at.connect()) {
        client.send("hello");
        awaitWritten(at, dead, 5);
        at.serve();
        at.awaitTurn();

        at.loop.submit(() -> dead.refuseStreams("no kubelet")).syncUninterruptibly();

        assertThat(client.read(5)).isEqualTo("hello");
        at.awaitCounters(1, 0, 1, 0);
      }
    }
  }

  @Test
  void aConnectionWithoutAStreamIsResetWhereNothingIsHeld()
      throws IOException, InterruptedException {
    FakeSession dead = new FakeSession();
    HoldConfig never = new HoldConfig(Duration.ZERO, 2, Overflow.REJECT_NEWEST);
    try (var at = new LocalPortFixture(never, PodPorts.ECHO)) {
      at.serve(dead);
      try (LocalClient client = at.connect()) {
        client.send("hello");
        awaitWritten(at, dead, 5);

        at.loop.submit(() -> dead.refuseStreams("no kubelet")).syncUninterruptibly();

        at.awaitCounters(0, 0, 1, 1);
        assertThat(client.readAll()).isEqualTo(", reset");
      }
    }
  }

  private static void awaitWritten(LocalPortFixture at, FakeSession session, int bytes) {
    Await.until(
        "the session was given " + bytes,
        () -> at.loop.submit(session::written).syncUninterruptibly().getNow() == bytes);
  }

  @Test
  void moreThanIsReadWhileItWaitsIsServedWhole() throws IOException, InterruptedException {
    try (var at = new LocalPortFixture(TWO, PodPorts.COUNTS);
        LocalClient client = at.connectHeld()) {
      Thread sender = Thread.ofVirtual().start(() -> sendMuch(client));
      awaitTurns(at);

      at.serve();

      assertThat(client.readAll()).isEqualTo("counted 5000000, end");
      sender.join();
    }
  }

  private static void sendMuch(LocalClient client) {
    try {
      client.send("x".repeat(5_000_000));
      client.end();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Lets the event loop see what the client has done. */
  private static void awaitTurns(LocalPortFixture at) {
    for (int i = 0; i < 20; i++) {
      at.awaitTurn();
    }
  }

  @Test
  void whoGoesAwayWhileWaitingIsForgotten() throws IOException, InterruptedException {
    try (var at = new LocalPortFixture(TWO, PodPorts.ECHO);
        LocalClient stays = at.connectHeld()) {
      at.connectHeld().reset();

      at.awaitCounters(0, 1, 1, 1);
      at.serve();
      stays.send("served");
      assertThat(stays.read(6)).isEqualTo("served");
    }
  }

  @Test
  void theNewestIsRejectedWhereTooManyWait() throws IOException, InterruptedException {
    try (var at = new LocalPortFixture(TWO, PodPorts.ECHO);
        LocalClient one = at.connectHeld();
        LocalClient two = at.connectHeld();
        LocalClient three = at.connectHeld()) {
      assertThat(three.readAll()).isEqualTo(", reset");
      at.awaitCounters(0, 2, 1, 1);

      at.serve();
      one.send("1");
      two.send("2");
      assertThat(one.read(1) + two.read(1)).isEqualTo("12");
    }
  }

  @Test
  void theOldestIsDroppedWhereSoWished() throws IOException, InterruptedException {
    try (var at = new LocalPortFixture(NEWEST_TWO, PodPorts.ECHO);
        LocalClient one = at.connectHeld();
        LocalClient two = at.connectHeld();
        LocalClient three = at.connectHeld()) {
      assertThat(one.readAll()).isEqualTo(", reset");
      at.awaitCounters(0, 2, 1, 1);

      at.serve();
      two.send("2");
      three.send("3");
      assertThat(two.read(1) + three.read(1)).isEqualTo("23");
    }
  }

  @Test
  void whoWaitsTooLongIsReset() throws IOException, InterruptedException {
    HoldConfig brief = new HoldConfig(Duration.ofMillis(50), 100, Overflow.REJECT_NEWEST);
    try (var at = new LocalPortFixture(brief, PodPorts.ECHO);
        LocalClient client = at.connectHeld()) {
      assertThat(client.readAll()).isEqualTo(", reset");
      at.awaitCounters(0, 0, 1, 1);
    }
  }

  @Test
  void nobodyWaitsWhereHoldingIsOff() throws IOException, InterruptedException {
    HoldConfig off = new HoldConfig(Duration.ZERO, 100, Overflow.REJECT_NEWEST);
    try (var at = new LocalPortFixture(off, PodPorts.ECHO);
        LocalClient client = at.connect()) {
      assertThat(client.readAll()).isEqualTo(", reset");
      at.awaitCounters(0, 0, 1, 1);
    }
  }

  @Test
  void aSessionThatHasEndedOnItsWayServesNobody() throws IOException, InterruptedException {
    try (var at = new LocalPortFixture(TWO, PodPorts.ECHO);
        LocalClient client = at.connectHeld()) {
      Session ended = at.server.dial(at.transport, at.loop);
      ended.close(new Failure(FailureKind.SESSION, "too early"));
      Await.get(ended.closed());
      at.switchboard.serve(new PodRoute(ended, "web-1", List.of(PodPorts.ECHO), false));
      client.send("patience");
      awaitTurns(at);
      assertThat(at.counters()).containsExactly(0, 1, 0, 0);

      at.serve();

      assertThat(client.read(8)).isEqualTo("patience");
    }
  }

  @Test
  void aStopResetsWhoWaits() throws IOException, InterruptedException {
    try (var at = new LocalPortFixture(TWO, PodPorts.ECHO);
        LocalClient client = at.connectHeld()) {
      at.switchboard.closeConnections();

      assertThat(client.readAll()).isEqualTo(", reset");
      at.awaitCounters(0, 0, 1, 1);
    }
  }
}
