package dev.localport.daemon.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A proxy that answers pings itself after the pod behind it is gone: streams show it. */
class RepliesTest {
  private static final Duration LIMIT = SessionFixture.INTERVAL.plus(SessionFixture.TIMEOUT);
  private final SessionFixture fixture = new SessionFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Lets time pass, and answers all pings meanwhile. */
  private void pass(Duration time) {
    for (long second = 0; second < time.toSeconds(); second++) {
      fixture.advance(Duration.ofSeconds(1));
      for (String frame : fixture.written()) {
        if (frame.startsWith("ping ")) {
          fixture.receivePing(Integer.parseInt(frame.substring("ping ".length())));
        }
      }
    }
  }

  private TunnelStream open() {
    return fixture.session.open(80, new ToldStream());
  }

  @Test
  void aStreamThatIsNeverRepliedToEndsASessionWhosePingsAreAnswered() {
    var _ = open();

    pass(LIMIT.minusSeconds(1));
    assertThat(fixture.session.isOver()).isFalse();
    pass(Duration.ofSeconds(1));

    assertThat(fixture.session.closed())
        .isCompletedWithValue(
            new Failure(
                FailureKind.SESSION,
                "the server answers pings, but did not reply to a new connection within 13 s"));
  }

  @Test
  void clientsThatGiveUpEarlierShowItToo() {
    for (int i = 0; i <= LIMIT.toSeconds(); i++) {
      open().reset();
      var _ = fixture.written(); // the line takes it
      pass(Duration.ofSeconds(1));
    }

    assertThat(fixture.session.isOver()).isTrue();
  }

  @Test
  void aLineThatAnswersNoPingEitherIsTheHeartbeatsBusiness() {
    var _ = open();

    for (long second = 0; second < 2 * LIMIT.toSeconds(); second++) {
      fixture.advance(Duration.ofSeconds(1));
    }

    assertThat(fixture.life()).isEqualTo("late: no answer to a ping within 4 s");
  }

  @Test
  void aStreamThatIsRepliedToMayBeSilentForever() {
    var _ = open();
    fixture.receive(
        fixture.server.encodeSynReplyFrame(
            fixture.allocator, 3, false, SessionFixture.bytes("200")));

    pass(LIMIT.multipliedBy(5));

    assertThat(fixture.session.isOver()).isFalse();
  }

  @Test
  void aStreamBesideOneThatWasRepliedToMayWaitBehindItsData() {
    var _ = open();
    fixture.receiveData(3, "hello", false);
    var _ = open();

    pass(LIMIT.multipliedBy(5));

    assertThat(fixture.session.isOver()).isFalse();
  }
}
