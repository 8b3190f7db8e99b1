package dev.localport.daemon.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.config.HoldConfig;
import dev.localport.daemon.tunnel.Eventually;
import dev.localport.daemon.tunnel.HeartbeatStats;
import dev.localport.daemon.tunnel.PodPorts;
import dev.localport.daemon.tunnel.Session;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
  private static final Failure WHY = new Failure(FailureKind.SESSION, "enough");

  private final Heartbeats heartbeats = new Heartbeats();
  private LocalPortFixture at;

  @BeforeEach
  void open() throws IOException, InterruptedException {
    at = new LocalPortFixture(HoldConfig.DEFAULT, PodPorts.ECHO);
  }

  @AfterEach
  void close() {
    at.close();
  }

  private Session pinged(int times) {
    Session session = at.server.dial(at.transport, at.loop);
    heartbeats.follow(session);
    for (int i = 0; i < times; i++) {
      Eventually.get(session.ping());
    }
    return session;
  }

  @Test
  void beforeTheFirstSessionThereAreNone() {
    assertThat(heartbeats.total()).isEqualTo(HeartbeatStats.NONE);
  }

  @Test
  void thePingsOfAllSessionsAreSummedUp() {
    pinged(3);
    Session second = pinged(2);

    HeartbeatStats total = heartbeats.total();

    assertThat(total.sent()).isEqualTo(5);
    assertThat(total.answered()).isEqualTo(5);
    assertThat(total.roundTrip()).isPositive();
    assertThat(total.lastAnswer()).isEqualTo(second.heartbeat().lastAnswer());
  }

  @Test
  void aSessionThatIsOverStaysInTheSumAndLeavesTheRoundTrip() {
    Session over = pinged(3);
    over.close(WHY);
    Eventually.get(over.closed());
    assertThat(heartbeats.total().sent()).isEqualTo(3);
    assertThat(heartbeats.total().roundTrip()).isNull();

    Session next = pinged(1);

    assertThat(heartbeats.total().answered()).isEqualTo(4);
    assertThat(heartbeats.total().roundTrip()).isEqualTo(next.heartbeat().roundTrip());
  }

  @Test
  void aSessionThatWasOverBeforeItIsFollowedIsCountedOnce() {
    Session over = at.server.dial(at.transport, at.loop);
    Eventually.get(over.ping());
    over.close(WHY);
    Eventually.get(over.closed());

    heartbeats.follow(over);

    assertThat(heartbeats.total().sent()).isEqualTo(1);
  }
}
