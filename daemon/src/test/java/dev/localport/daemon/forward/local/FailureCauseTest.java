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
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each way in which a connection can fail is counted under its own word. */
class FailureCauseTest {
  private static final int ECHO = 0;
  private static final int REFUSED = 1;
  private static final int RESETS = 2;

  private static LocalPortFixture fixture(HoldConfig hold)
      throws IOException, InterruptedException {
    return new LocalPortFixture(hold, PodPorts.ECHO, PodPorts.REFUSED, PodPorts.RESETS);
  }

  private static HoldConfig hold(Duration timeout, int most) {
    return new HoldConfig(timeout, most, Overflow.REJECT_NEWEST);
  }

  private static Map<String, Long> counted(LocalPortFixture at) {
    Map<String, Long> counted = new LinkedHashMap<>(at.traffic.failed.byWord());
    counted.values().removeIf(count -> count == 0);
    return counted;
  }

  private static void awaitCounted(LocalPortFixture at, String word, long count) {
    Await.until(
        word + " is counted, and nothing else",
        () -> counted(at).equals(Map.of(word, count)) && at.traffic.failed.sum() == count);
  }

  @Test
  void eachHasAWordOfItsOwn() {
    Set<String> words = new HashSet<>();
    Arrays.stream(FailureCause.values()).map(FailureCause::word).forEach(words::add);

    assertThat(words).hasSize(FailureCause.values().length);
    assertThat(new FailureCounts().byWord()).containsOnlyKeys(words);
  }

  @Test
  void aPortWhereNobodyListens() throws IOException, InterruptedException {
    try (var at = fixture(HoldConfig.DEFAULT)) {
      at.serve();
      try (LocalClient client = at.connect(REFUSED)) {
        assertThat(client.readAll()).isEqualTo(", reset");
      }
      awaitCounted(at, "refused", 1);
    }
  }

  @Test
  void aPodThatResets() throws IOException, InterruptedException {
    try (var at = fixture(HoldConfig.DEFAULT)) {
      at.serve();
      try (LocalClient client = at.connect(RESETS)) {
        client.send("x");
        assertThat(client.readAll()).isEqualTo("before, reset");
      }
      awaitCounted(at, "reset", 1);
    }
  }

  @Test
  void aSessionThatEnds() throws IOException, InterruptedException {
    try (var at = fixture(HoldConfig.DEFAULT)) {
      Session session = at.serve();
      try (LocalClient one = at.connect(ECHO);
          LocalClient two = at.connect(ECHO)) {
        one.send("1");
        two.send("2");
        assertThat(one.read(1) + two.read(1)).isEqualTo("12");

        session.close(new Failure(FailureKind.SESSION, "connection reset by peer: refused"));

        assertThat(one.readAll() + two.readAll()).isEqualTo(", reset, reset");
      }
      awaitCounted(at, "session_lost", 2);
    }
  }

  @Test
  void theLastConnectionOfASessionThatWasReplaced() throws IOException, InterruptedException {
    try (var at = fixture(HoldConfig.DEFAULT)) {
      Session session = at.serve();
      try (LocalClient client = at.connect(RESETS)) {
        Await.until("it is open", () -> at.traffic.active.get() == 1);
        session.drain();
        client.send("x");
        assertThat(client.readAll()).isEqualTo("before, reset");
      }
      Await.get(session.closed());
      awaitCounted(at, "reset", 1);
    }
  }

  @Test
  void aServerThatSpeaksOfThePodOrOfSomethingElse() throws IOException, InterruptedException {
    try (var at = fixture(HoldConfig.DEFAULT)) {
      Session session = at.serve();

      assertThat(FailureCause.of("failed to find sandbox \"5\"", true, session))
          .isEqualTo(FailureCause.POD_GONE);
      assertThat(FailureCause.of("the line is on fire", false, session))
          .isEqualTo(FailureCause.SERVER_ERROR);
    }
  }

  @Test
  void whoWaitsTooLong() throws IOException, InterruptedException {
    try (var at = fixture(hold(Duration.ofMillis(20), 100));
        LocalClient client = at.connect()) {
      assertThat(client.readAll()).isEqualTo(", reset");
      awaitCounted(at, "hold_timeout", 1);
    }
  }

  @Test
  void whoIsOneTooMany() throws IOException, InterruptedException {
    try (var at = fixture(hold(Duration.ofMinutes(5), 1));
        LocalClient _ = at.connectHeld();
        LocalClient two = at.connect()) {
      assertThat(two.readAll()).isEqualTo(", reset");
      awaitCounted(at, "hold_overflow", 1);
    }
  }

  @Test
  void whoMayNotWait() throws IOException, InterruptedException {
    try (var at = fixture(hold(Duration.ZERO, 1));
        LocalClient client = at.connect()) {
      assertThat(client.readAll()).isEqualTo(", reset");
      awaitCounted(at, "not_held", 1);
    }
  }

  @Test
  void whoGivesUpWaiting() throws IOException, InterruptedException {
    try (var at = fixture(HoldConfig.DEFAULT)) {
      at.connectHeld().reset();

      awaitCounted(at, "client_gone", 1);
    }
  }

  @Test
  void whoWaitedForAServiceThatWasStopped() throws IOException, InterruptedException {
    try (var at = fixture(HoldConfig.DEFAULT);
        LocalClient client = at.connectHeld()) {
      at.switchboard.closeConnections();

      assertThat(client.readAll()).isEqualTo(", reset");
      awaitCounted(at, "stopped", 1);
    }
  }
}
