package dev.localport.daemon.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.spdy.DefaultSpdySettingsFrame;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions and their streams, against Netty's reading and writing of frames. */
class SessionTest {
  /** What the error stream is given to say why the data has ended. */
  private static final Duration VERDICT = Duration.ofMillis(100);

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
  void bothStreamsAndTheFirstBytesLeaveInOneFlight() {
    TunnelStream stream = at.session.open(5432, told);
    stream.write(at.text("hello"));
    stream.end();
    int flushes = at.line.flushes;

    assertThat(at.written())
        .containsExactly(
            "open 1", "data 1 \"\", end", "open 3", "data 3 \"hello\"", "data 3 \"\", end");
    assertThat(at.line.flushes - flushes).isEqualTo(1);
  }

  @Test
  void everyConnectionHasIdsOfItsOwn() {
    at.session.open(80, told);
    at.session.open(81, told);

    assertThat(at.written()).contains("open 1", "open 3", "open 5", "open 7");
    assertThat(at.session.streamCount()).isEqualTo(2);
  }

  @Test
  void bytesArriveAtTheirStreamAlone() {
    ToldStream other = new ToldStream();
    open();
    at.session.open(5432, other);
    at.receiveData(3, "one", false);
    at.receiveData(7, "two", false);
    at.receiveData(3, "three", false);

    assertThat(told.told).containsExactly("data one", "data three");
    assertThat(other.told).containsExactly("data two");
  }

  @Test
  void theClientsEndLeavesTheAnswerOpen() {
    TunnelStream stream = open();
    stream.write(at.text("question"));
    stream.end();
    stream.write(at.text("too late"));
    assertThat(at.written()).containsExactly("data 3 \"question\"", "data 3 \"\", end");

    at.receiveData(3, "answer", true);
    at.advance(VERDICT);

    assertThat(told.told).containsExactly("data answer", "end", "done");
    assertThat(at.session.streamCount()).isZero();
  }

  @Test
  void theServersEndLeavesTheClientsSideOpen() {
    TunnelStream stream = open();
    at.receiveData(3, "answer", true);
    assertThat(told.told).containsExactly("data answer");
    at.advance(VERDICT);
    assertThat(told.told).containsExactly("data answer", "end");

    stream.write(at.text("more"));
    stream.end();
    stream.end();

    assertThat(at.written()).containsExactly("data 3 \"more\"", "data 3 \"\", end");
    assertThat(told.told).containsExactly("data answer", "end", "done");
  }

  @Test
  void theServersEndMayComeWithAReplyOrHeaders() {
    open();
    at.receive(at.server.encodeSynReplyFrame(at.allocator, 1, true, SessionFixture.bytes("")));
    at.receive(at.server.encodeHeadersFrame(at.allocator, 3, true, SessionFixture.bytes("")));

    assertThat(told.told).containsExactly("done");
  }

  @Test
  void repliesAndSettingsAndWindowsChangeNothing() {
    open();
    at.receive(
        at.server.encodeSynReplyFrame(at.allocator, 1, false, SessionFixture.bytes("anything")));
    at.receive(
        at.server.encodeHeadersFrame(at.allocator, 3, false, SessionFixture.bytes("anything")));
    at.receive(at.server.encodeWindowUpdateFrame(at.allocator, 3, 1000));
    at.receive(
        at.server.encodeSettingsFrame(
            at.allocator, new DefaultSpdySettingsFrame().setValue(4, 100)));

    assertThat(told.told).isEmpty();
    assertThat(at.end().message()).isEqualTo("it is open");
  }

  @Test
  void anErrorMessageEndsItsOwnStreamOnly() {
    ToldStream other = new ToldStream();
    open();
    at.session.open(5432, other);
    at.receiveData(1, "error forwarding port 5432 to pod 1f2e: ", false);
    at.receiveData(1, "dial tcp4 127.0.0.1:5432: connect: connection refused\n", false);
    assertThat(told.told).isEmpty();

    at.receiveData(1, "", true);
    at.receiveReset(1);
    at.receiveReset(3);

    assertThat(told.told)
        .containsExactly(
            "broken: error forwarding port 5432 to pod 1f2e: "
                + "dial tcp4 127.0.0.1:5432: connect: connection refused");
    assertThat(other.told).isEmpty();
    assertThat(at.session.streamCount()).isEqualTo(1);
    assertThat(at.session.takesStreams()).isTrue();
  }

  @Test
  void anErrorThatNamesTheSandboxIsAboutThePod() {
    open();
    at.receiveData(1, "failed to find sandbox \"1f2e\" in store: not found", true);

    assertThat(told.told)
        .containsExactly(
            "broken with the pod: failed to find sandbox \"1f2e\" in store: not found");
  }

  @Test
  void anErrorMayComeBehindTheEndOfTheData() {
    open();
    at.receiveData(3, "half an answ", true);
    at.receiveData(1, "connection reset by peer", true);

    assertThat(told.told).containsExactly("data half an answ", "broken: connection reset by peer");
  }

  @Test
  void theEndOfBothStreamsEndsTheConnectionBothWays() {
    TunnelStream stream = open();
    stream.write(at.text("perhaps not read"));
    at.receiveData(1, "", true);
    at.receiveData(3, "bye", true);
    stream.write(at.text("nobody would read this"));

    assertThat(told.told).containsExactly("data bye", "done");
    assertThat(at.written()).containsExactly("data 3 \"perhaps not read\"", "data 3 \"\", end");
    assertThat(at.session.streamCount()).isZero();
    assertThat(at.session.suspected()).isDone();
  }

  @Test
  void aConnectionThatFailsWithDataUnderWayLeavesTheSessionInDoubtAndFreesItsStreams() {
    TunnelStream stream = open();
    assertThat(at.session.suspected()).isNotDone();
    stream.write(at.text("hello"));
    at.receiveData(1, "connection refused", true);

    assertThat(told.told).containsExactly("broken: connection refused");
    assertThat(at.session.suspected()).isDone();
    assertThat(at.written())
        .containsExactly("data 3 \"hello\"", "reset 3, status 5", "reset 1, status 5");
  }

  @Test
  void anErrorsFirstWordsHoldTheEndBack() {
    open();
    at.receiveData(1, "connection reset", false);
    at.receiveData(3, "", true);
    assertThat(told.told).isEmpty();

    at.receiveReset(1);

    assertThat(told.told).containsExactly("broken: connection reset");
  }

  @Test
  void aHugeErrorMessageIsCut() {
    open();
    for (int i = 0; i < 100; i++) {
      at.receiveData(1, "x".repeat(4_000), false);
    }
    at.receiveData(1, "", true);

    assertThat(told.told).hasSize(1);
    assertThat(told.told.getFirst().length()).isLessThan(9_000);
  }

  @Test
  void aResetOfTheServerBreaksTheStream() {
    open();
    at.receiveReset(3);

    assertThat(told.told).containsExactly("broken: reset by the server");
  }

  @Test
  void aResetOfTheErrorStreamBreaksTheStreamUnlessItHadEnded() {
    ToldStream ended = new ToldStream();
    open();
    at.session.open(5432, ended);
    at.receiveReset(1);
    at.receiveData(5, "", true);
    at.receiveReset(5);

    assertThat(told.told).containsExactly("broken: reset by the server");
    assertThat(ended.told).isEmpty();
  }

  @Test
  void ourResetEndsBothStreamsTheDataFirst() {
    TunnelStream stream = open();
    stream.reset();
    stream.reset();
    stream.end();
    stream.write(at.text("too late"));

    assertThat(at.written()).containsExactly("reset 3, status 5", "reset 1, status 5");
    assertThat(told.told).isEmpty();
    assertThat(at.session.streamCount()).isZero();
  }

  @Test
  void lateFramesOfAStreamThatIsGoneAreDropped() {
    open().reset();
    at.receiveData(3, "late", true);
    at.receiveData(1, "late", true);
    at.receiveReset(3);

    assertThat(told.told).isEmpty();
    assertThat(at.end().message()).isEqualTo("it is open");
  }

  @Test
  void bytesBehindTheServersEndAreDropped() {
    open();
    at.receiveData(3, "all", true);
    at.receiveData(3, "more", true);
    at.advance(VERDICT);

    assertThat(told.told).containsExactly("data all", "end");
  }

  @Test
  void answersTheServersPings() {
    at.receivePing(4);

    assertThat(at.written()).containsExactly("ping 4");
  }

  @Test
  void writersAreToldWhenTooMuchIsUnsentAndWhenItIsGone() {
    TunnelStream stream = open();
    at.channel.pipeline().remove(at.line); // it would keep what is unsent from being counted
    stream.write(at.allocator.buffer().writeZero(SpdySession.MAX_UNSENT_BYTES + 1));
    assertThat(stream.isWritable()).isFalse();

    at.channel.runPendingTasks();

    assertThat(stream.isWritable()).isTrue();
    assertThat(told.told).containsExactly("writable false", "writable true");
  }
}
