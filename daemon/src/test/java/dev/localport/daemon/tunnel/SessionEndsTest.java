package dev.localport.daemon.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How sessions end, and what holds them up, against Netty's reading and writing of frames. */
class SessionEndsTest {
  /** What the error stream is given to say why the data has ended. */
  private static final Duration VERDICT = Duration.ofMillis(100);

  private static final Failure WHY = new Failure(FailureKind.SESSION, "why");

  private final SessionFixture at = new SessionFixture();
  private final ToldStream told = new ToldStream();

  @AfterEach
  void leavesNothingBehind() {
    at.close();
  }

  private TunnelStream open() {
    TunnelStream stream = at.session.open(5432, told);
    at.written();
    return stream;
  }

  @Test
  void anAbortedDownloadPutsOthersElsewhereUntilWhatIsOnItsWayIsThrough() {
    TunnelStream stream = open();
    at.receiveData(3, "x".repeat(65 * 1024), false);

    stream.reset();
    assertThat(at.session.isFree()).isFalse();
    assertThat(at.written()).contains("ping 1");
    at.receiveData(3, "what was on its way", false);
    assertThat(at.session.isFree()).isFalse();

    at.receivePing(1);
    assertThat(at.session.isFree()).isTrue();
  }

  @Test
  void aServerThatGoesOnSendingWhatWasAbortedPutsTheSessionInDoubt() {
    TunnelStream stream = open();
    at.receiveData(3, "x".repeat(65 * 1024), false);
    stream.reset();
    String onItsWay = "x".repeat(2 * SpdySession.MAX_LATE_BYTES);
    at.receiveData(3, onItsWay, false);
    at.receivePing(1);
    at.receiveData(3, "x".repeat(SpdySession.MAX_LATE_BYTES), false);
    assertThat(at.session.suspected()).isNotDone();

    at.receiveData(3, "x", false);

    assertThat(at.session.suspected()).isDone();
  }

  @Test
  void whatASmallAnswerLeavesOnItsWayHoldsUpNobody() {
    TunnelStream stream = open();
    at.receiveData(3, "a small answer", false);

    stream.reset();

    assertThat(at.session.isFree()).isTrue();
  }

  @Test
  void aRetiredSessionEndsWithItsLastStream() {
    TunnelStream stream = open();
    at.session.drain();
    assertThat(at.session.takesStreams()).isFalse();
    assertThat(at.end().message()).isEqualTo("it is open");
    stream.write(at.text("still served"));
    at.receiveData(3, "and answered", true);
    at.advance(VERDICT);

    stream.end();
    assertThat(at.written()).contains("data 3 \"still served\"", "data 3 \"\", end");

    assertThat(told.told).containsExactly("data and answered", "end", "done");
    assertThat(at.end()).isEqualTo(Failures.drained());
    assertThat(at.channel.isOpen()).isFalse();
  }

  @Test
  void aRetiredSessionWithoutStreamsEndsAtOnce() {
    at.session.drain();

    assertThat(at.end()).isEqualTo(Failures.drained());
  }

  @Test
  void aServerThatGoesAwayGetsNoNewStreams() {
    open();
    at.receive(at.server.encodeGoAwayFrame(at.allocator, 3, 0));

    assertThat(at.session.takesStreams()).isFalse();
    assertThat(at.end().message()).isEqualTo("it is open");

    at.receiveReset(3);
    assertThat(at.end()).isEqualTo(Failures.drained());
  }

  @Test
  void closingBreaksEveryStreamWithTheReason() {
    ToldStream other = new ToldStream();
    open();
    at.session.open(5432, other);
    at.session.close(WHY);

    assertThat(told.told).containsExactly("broken: why");
    assertThat(other.told).containsExactly("broken: why");
    assertThat(at.end()).isEqualTo(WHY);
    assertThat(at.session.takesStreams()).isFalse();
    assertThat(at.channel.isOpen()).isFalse();
  }

  @Test
  void theEndIsToldOnceWithItsFirstReason() {
    List<Failure> ends = new ArrayList<>();
    var _ = at.session.closed().thenAccept(ends::add);
    open();
    at.session.drain();
    at.session.close(WHY);
    at.session.close(new Failure(FailureKind.SESSION, "another"));
    at.session.drain();
    var _ = at.channel.close();

    assertThat(ends).containsExactly(WHY);
  }

  @Test
  void aConnectionThatTheServerClosesIsALostSession() {
    open();
    var _ = at.channel.close();
    at.channel.runPendingTasks();

    assertThat(at.end())
        .isEqualTo(new Failure(FailureKind.SESSION, "the API server closed the session"));
    assertThat(told.told).containsExactly("broken: the API server closed the session");
  }

  @Test
  void aConnectionThatBreaksSaysWhy() {
    at.channel
        .pipeline()
        .fireExceptionCaught(
            new IOException("recvAddress(..) failed with error(-104): Connection reset by peer"));

    assertThat(at.end().message()).isEqualTo("the session failed: connection reset");
  }

  @Test
  void aSlowReaderHoldsTheSessionsReadingBackUntilItHasDrained() {
    TunnelStream one = open();
    TunnelStream two = open();
    one.stall(true);
    two.stall(true);
    assertThat(at.channel.config().isAutoRead()).isFalse();

    one.stall(false);
    assertThat(at.channel.config().isAutoRead()).isFalse();

    two.stall(false);
    two.stall(false);
    assertThat(at.channel.config().isAutoRead()).isTrue();
  }

  @Test
  void nothingIsAskedForWhileAReaderIsSlow() {
    TunnelStream stream = open();
    stream.stall(true);
    int reads = at.line.reads;
    at.receiveData(3, "what was on its way", false);
    assertThat(at.line.reads).isEqualTo(reads);

    stream.stall(false);
    assertThat(at.line.reads).isGreaterThan(reads);
    assertThat(told.told).containsExactly("data what was on its way");
  }

  @Test
  void aSlowReaderThatGoesAwayHoldsNothingBack() {
    TunnelStream stream = open();
    stream.stall(true);
    stream.reset();

    assertThat(at.channel.config().isAutoRead()).isTrue();
  }

  @Test
  void aSessionIsInDoubtForWhoeverComesWhileAReaderIsSlow() {
    TunnelStream stream = open();
    at.session.suspectIfStalled();
    stream.stall(true);
    assertThat(at.session.suspected()).isNotDone();

    at.session.suspectIfStalled();
    assertThat(at.session.suspected()).isDone();
  }
}
