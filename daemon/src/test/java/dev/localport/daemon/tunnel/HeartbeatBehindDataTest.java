package dev.localport.daemon.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pings whose answers wait behind data of ours, or that a line does not take. */
class HeartbeatBehindDataTest {
  private static final Duration MILLI = Duration.ofMillis(1);
  private final SessionFixture at = new SessionFixture();

  @AfterEach
  void leavesNothingBehind() {
    at.close();
  }

  @Test
  void bytesThatAFullLineTakesAtLastKeepTheSession() {
    at.beginWithAPing();
    TunnelStream stream = at.session.open(80, new ToldStream());
    at.written();
    at.line.fill();
    for (int i = 0; i < 5; i++) {
      stream.write(at.text("a large upload"));
    }
    at.advance(SessionFixture.INTERVAL);
    for (int i = 0; i < 4; i++) {
      at.advance(Duration.ofSeconds(3));
      at.line.takeOne();
    }
    assertThat(at.life()).isEqualTo("it is open");

    at.advance(SessionFixture.TIMEOUT.multipliedBy(2)); // the line is slow

    assertThat(at.life()).isEqualTo("late: no answer to a ping within 4 s");
  }

  private TunnelStream blocked() {
    at.beginWithAPing();
    TunnelStream stream = at.session.open(80, new ToldStream());
    at.written();
    at.line.fill();
    stream.write(at.allocator.buffer().writeZero(SpdySession.MAX_UNSENT_BYTES + 1));
    return stream;
  }

  @Test
  void aPodThatDoesNotReadMakesASessionLateAndNotLostWhileTheLineLives() {
    TunnelStream _ = blocked();
    at.neighbours = Duration.ofSeconds(2);

    at.advance(SessionFixture.INTERVAL);
    at.advance(LivenessRules.HESITANT);
    assertThat(at.session.isFree()).isFalse();
    at.advance(Heartbeat.BLOCKED_LIMIT.minusSeconds(20));
    assertThat(at.life()).isEqualTo("it is open");

    at.advance(Duration.ofSeconds(30));
    assertThat(at.life()).isEqualTo("late: no answer to a ping within 4 s");
  }

  @Test
  void aPodThatDoesNotReadIsNoExcuseOnceNobodyIsHeard() {
    TunnelStream _ = blocked();
    at.neighbours = Duration.ofSeconds(2);
    at.advance(SessionFixture.INTERVAL);
    at.advance(Duration.ofMinutes(1));
    assertThat(at.life()).isEqualTo("it is open");

    at.neighbours = LivenessRules.LIVES;
    at.advance(Duration.ofSeconds(1));

    assertThat(at.life()).isEqualTo("late: no answer to a ping within 4 s");
  }

  @Test
  void anUploadThatWaitsOnTheWayHasTheTimeOfASlowLineWhileTheLineLives() {
    at.beginWithAPing();
    TunnelStream stream = at.session.open(80, new ToldStream());
    stream.write(at.allocator.buffer().writeZero(20 * Heartbeat.SLOWEST));
    at.written();
    at.neighbours = Duration.ZERO;

    at.advance(SessionFixture.INTERVAL);
    at.advance(Duration.ofSeconds(20).minus(MILLI));
    assertThat(at.life()).isEqualTo("it is open");
    at.advance(LivenessRules.HESITANT);

    assertThat(at.life()).isEqualTo("late: no answer to a ping within 4 s");
  }

  @Test
  void anAnswerShowsThatAnUploadArrived() {
    at.beginWithAPing();
    TunnelStream stream = at.session.open(80, new ToldStream());
    stream.write(at.allocator.buffer().writeZero(20 * Heartbeat.SLOWEST));
    at.neighbours = Duration.ZERO;
    at.advance(SessionFixture.INTERVAL);
    at.receivePing(3);

    at.advance(SessionFixture.INTERVAL);
    at.advance(SessionFixture.TIMEOUT);

    assertThat(at.life()).isEqualTo("late: no answer to a ping within 4 s");
  }

  @Test
  void anUploadIsNoExcuseOnceNobodyIsHeard() {
    at.beginWithAPing();
    TunnelStream stream = at.session.open(80, new ToldStream());
    stream.write(at.allocator.buffer().writeZero(20 * Heartbeat.SLOWEST));
    at.neighbours = LivenessRules.LIVES;

    at.advance(SessionFixture.INTERVAL);
    at.advance(SessionFixture.TIMEOUT);

    assertThat(at.life()).isEqualTo("late: no answer to a ping within 4 s");
  }

  @Test
  void aLineThatTookAllOurBytesIsLostWhateverTheNeighboursSay() {
    at.beginWithAPing();
    TunnelStream stream = at.session.open(80, new ToldStream());
    stream.write(at.text("a question"));
    at.written();
    at.neighbours = Duration.ZERO;

    at.advance(SessionFixture.INTERVAL);
    at.advance(SessionFixture.TIMEOUT);

    assertThat(at.life()).isEqualTo("late: no answer to a ping within 4 s");
  }

  @Test
  void aSlowLineHasTwiceTheTimeAfterTheLastBytesItTook() {
    TunnelStream _ = blocked();
    at.advance(SessionFixture.INTERVAL);
    at.advance(Duration.ofSeconds(3));
    at.line.takeOne();

    at.advance(SessionFixture.TIMEOUT.multipliedBy(2).minus(MILLI));
    assertThat(at.life()).isEqualTo("it is open");
    at.advance(MILLI);

    assertThat(at.life()).isEqualTo("late: no answer to a ping within 4 s");
  }
}
