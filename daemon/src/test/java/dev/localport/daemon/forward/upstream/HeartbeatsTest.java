package dev.localport.daemon.forward.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.daemon.forward.local.FakeSession;
import dev.localport.daemon.tunnel.HeartbeatStats;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
  private static final Failure OVER = new Failure(FailureKind.SESSION, "the test ends it");
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final Heartbeats heartbeats = new Heartbeats();

  private FakeSession session(long answered, int roundTripMillis, Instant last) {
    FakeSession session = new FakeSession();
    session.stats =
        new HeartbeatStats(answered + 1, answered, 1, Duration.ofMillis(roundTripMillis), last);
    heartbeats.follow(session);
    return session;
  }

  @Test
  void aForwardWithoutASessionHasNoFigures() {
    assertThat(heartbeats.total()).isEqualTo(HeartbeatStats.NONE);
  }

  @Test
  void aSessionThatHasNotPingedYetCountsNothing() {
    heartbeats.follow(new FakeSession());

    assertThat(heartbeats.total()).isEqualTo(HeartbeatStats.NONE);
  }

  @Test
  void allSessionsAreSummedAndTheMedianIsOfThoseThatLive() {
    FakeSession ended = session(2, 900, NOON);
    var _ = session(3, 10, NOON.plusSeconds(2));
    var _ = session(4, 30, NOON.plusSeconds(1));
    var _ = session(5, 20, NOON.plusSeconds(1));
    ended.close(OVER);

    assertThat(heartbeats.total())
        .isEqualTo(new HeartbeatStats(18, 14, 4, Duration.ofMillis(20), NOON.plusSeconds(2)));
  }

  @Test
  void whatWasReceivedLastIsKeptWhenTheSessionIsOver() {
    assertThat(heartbeats.silence()).isNull();
    FakeSession first = session(2, 10, NOON);
    FakeSession second = session(2, 10, NOON);
    first.silence = Duration.ofSeconds(4);
    second.silence = Duration.ofHours(2);
    assertThat(heartbeats.silence()).isEqualTo(Duration.ofSeconds(4));

    first.close(OVER);
    first.silence = Duration.ZERO; // nothing is received over it any more

    assertThat(heartbeats.silence())
        .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(4).plusMinutes(1));
  }

  @Test
  void aSessionThatIsOverIsCountedOnce() {
    FakeSession ended = session(2, 10, NOON);
    ended.close(OVER);
    ended.close(OVER);

    assertThat(heartbeats.total()).isEqualTo(new HeartbeatStats(3, 2, 1, null, NOON));
  }
}
