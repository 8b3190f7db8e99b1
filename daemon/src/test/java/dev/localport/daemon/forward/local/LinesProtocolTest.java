package dev.localport.daemon.forward.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.daemon.tunnel.Protocol;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether another session is wanted depends on what the streams of this one share. */
class LinesProtocolTest {
  private static SessionSelector busy(Protocol protocol) {
    FakeSession session = new FakeSession();
    session.protocol = protocol;
    session.carry(3);
    SessionSelector lines = new SessionSelector(System::nanoTime);
    lines.put(new PodRoute(session, "web-1", List.of(80), false));
    return lines;
  }

  @Test
  void aBusySessionIsNoSpareWhereStreamsShareALine() {
    assertThat(busy(Protocol.SPDY).hasSpare()).isFalse();
    assertThat(busy(Protocol.TUNNEL).hasSpare()).isFalse();
  }

  @Test
  void oneSessionIsEnoughWhereEachStreamHasALineOfItsOwn() {
    assertThat(busy(Protocol.CHANNEL).hasSpare()).isTrue();
    assertThat(busy(Protocol.CHANNEL).next()).isPresent();
  }
}
