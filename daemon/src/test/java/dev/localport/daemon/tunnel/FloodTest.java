package dev.localport.daemon.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that sends more than anybody needs, and one that reads no answers. */
class FloodTest {
  private static final String UNREAD = "the server does not read the data that LocalPort sends";
  private static final String FLOOD =
      "the server sent more than 5,000 frames without data in one second";

  private final SessionFixture at = new SessionFixture();
  private final ToldStream told = new ToldStream();

  @AfterEach
  void leavesNothingBehind() {
    at.close();
  }

  @Test
  void aServerThatDoesNotReadTheAnswersToItsPingsLosesItsSession() {
    at.session.open(80, told);
    at.written();
    at.line.fill();
    for (int i = 1; i <= Answers.MOST; i++) {
      at.receivePing(2 * i);
    }
    assertThat(at.session.closed()).isNotDone();

    at.receivePing(2);

    assertThat(at.end().message()).isEqualTo(UNREAD);
    assertThat(told.told).containsExactly("broken: " + UNREAD);
  }

  @Test
  void anUploadThatIsBlockedLeavesRoomForAnswers() {
    TunnelStream stream = at.session.open(80, told);
    at.written();
    at.line.fill();
    stream.write(at.text("blocked"));
    for (int i = 1; i <= 60; i++) { // five minutes of a server that pings every five seconds
      at.receivePing(2 * i);
    }
    at.line.deliver();

    assertThat(at.written()).hasSize(61).contains("ping 2", "ping 120");
    assertThat(at.session.closed()).isNotDone();
  }

  @Test
  void pingsThatComeTogetherAreAnsweredInOneFlush() {
    int before = at.line.flushes;
    at.receive(Unpooled.wrappedBuffer(pings(100)));

    assertThat(at.written()).hasSize(100);
    assertThat(at.line.flushes - before).isEqualTo(1);
  }

  private ByteBuf[] pings(int count) {
    return Stream.iterate(2, id -> id + 2)
        .limit(count)
        .map(id -> at.server.encodePingFrame(at.allocator, id))
        .toArray(ByteBuf[]::new);
  }

  /** Frames without data as hex: settings, going away, a window, one of a type that is unknown. */
  static List<String> idle() {
    return List.of(
        "80030006" + "00000004" + "00000002",
        "80030006" + "00000004" + "00000001", // a ping of ours that was never sent
        "80030004" + "0000000c" + "00000001" + "00000004" + "7fffffff",
        "80030009" + "00000008" + "00000000" + "7fffffff",
        "80030003" + "00000008" + "00000001" + "00000005",
        "00000003" + "00000000");
  }

  @ParameterizedTest(name = "frame {0}")
  @MethodSource("idle")
  void framesWithoutDataThatNeverEndCostTheSession(String hex) {
    at.session.open(80, told);
    at.session.open(80, new ToldStream());
    at.written();
    byte[] frame = HexFormat.of().parseHex(hex);
    ByteBuf flood = at.allocator.buffer();
    for (int i = 0; i < FrameBudget.A_SECOND + 2 * FrameBudget.A_STREAM; i++) {
      flood.writeBytes(frame);
    }
    at.receive(flood);
    assertThat(at.session.closed()).as("as many as are allowed").isNotDone();
    at.written();

    at.receive(at.allocator.buffer().writeBytes(frame));

    assertThat(at.end().message()).isEqualTo(FLOOD);
  }

  /** One counts for the frame and one for its block, which may come in many parts. */
  @Test
  void headersThatNeverEndCostTheSession() {
    at.session.open(80, told);
    at.written();
    byte[] frame = HexFormat.of().parseHex("80030008" + "0000000a" + "00000001" + "000000000000");
    for (int i = 0; i < (FrameBudget.A_SECOND + FrameBudget.A_STREAM) / 2; i++) {
      at.receive(at.allocator.buffer().writeBytes(frame));
    }
    assertThat(at.session.closed()).isNotDone();
    at.receive(at.allocator.buffer().writeBytes(frame));

    assertThat(at.end().message()).isEqualTo(FLOOD);
  }

  @Test
  void goingAwayOverAndOverCostsASessionThatIsInUse() {
    at.session.open(80, told);
    at.written();
    for (int i = 0; i < FrameBudget.A_SECOND + FrameBudget.A_STREAM + 1; i++) {
      at.receive(at.server.encodeGoAwayFrame(at.allocator, 0, 0));
    }

    assertThat(at.end().message()).isEqualTo(FLOOD);
  }

  @Test
  void aFloodIsForgottenAfterASecond() {
    at.receive(Unpooled.wrappedBuffer(pings(FrameBudget.A_SECOND)));
    at.written();
    at.advance(Duration.ofSeconds(1));
    at.receivePing(2);

    assertThat(at.written()).containsExactly("ping 2");
    assertThat(at.session.closed()).isNotDone();
  }

  @Test
  void nothingBehindAFloodIsReadOrAnswered() {
    at.session.open(80, told);
    at.written();
    ByteBuf all = at.allocator.buffer();
    for (ByteBuf ping : pings(FrameBudget.A_SECOND + 2 * FrameBudget.A_STREAM)) {
      all.writeBytes(ping);
      ping.release();
    }
    ByteBuf data = at.server.encodeDataFrame(at.allocator, 3, false, SessionFixture.bytes("late"));
    all.writeBytes(data);
    data.release();
    at.receive(all);

    assertThat(told.told).containsExactly("broken: " + FLOOD);
  }

  @Test
  void dataOnAStreamThatWasNeverOpenedEndsTheSession() {
    at.session.open(80, told);
    at.receiveData(99_991, "zz", false);

    assertThat(at.end().message())
        .isEqualTo(
            "the server does not speak SPDY/3.1 as expected: it answered on a stream that was never"
                + " opened");
  }

  @Test
  void aResetOfAStreamThatWasNeverOpenedEndsTheSession() {
    at.session.open(80, told);
    at.receiveReset(4);

    assertThat(at.end().message()).endsWith("it answered on a stream that was never opened");
  }

  @Test
  void aDownloadThatWasResetAndNeverEndsIsNotWaitedFor() {
    TunnelStream stream = at.session.open(80, told);
    at.receiveData(3, "x".repeat(70_000), false);
    stream.reset();
    String more = "y".repeat(1 << 20);
    for (int i = 0; i < 64; i++) {
      at.receiveData(3, more, false);
    }
    assertThat(at.session.suspected()).isNotDone();
    at.receiveData(3, more, false);

    assertThat(at.session.suspected()).isCompleted();
  }

  @Test
  void anErrorMessageThatNeverEndsIsCutAndEndsItsStream() {
    at.session.open(80, told);
    at.receiveData(1, "x".repeat(60_000), false);
    at.receiveData(1, "x".repeat(60_000), false);

    assertThat(told.told).containsExactly("broken: " + "x".repeat(1024) + "…");
    assertThat(at.session.closed()).isNotDone();
  }

  @Test
  void aWebSocketWhosePongsNobodyReadsIsLost() {
    EmbeddedChannel socket = new EmbeddedChannel();
    List<String> ends = new ArrayList<>();
    SessionFixture.Line line = new SessionFixture.Line();
    socket.pipeline().addLast(line, new WebSocketBytes(why -> ends.add(why.message()), () -> 0));
    line.fill();
    for (int i = 0; i < Answers.MOST; i++) {
      socket.writeInbound(new PingWebSocketFrame(Unpooled.EMPTY_BUFFER));
    }
    assertThat(ends).isEmpty();

    socket.writeInbound(new PingWebSocketFrame(Unpooled.copyInt(7)), new PongWebSocketFrame());

    assertThat(ends).containsExactly(UNREAD);
    line.deliver();
    socket.finishAndReleaseAll();
  }

  /** Frames of a WebSocket without data. */
  static List<WebSocketFrame> withoutData() {
    return List.of(
        new PingWebSocketFrame(Unpooled.EMPTY_BUFFER),
        new PongWebSocketFrame(Unpooled.EMPTY_BUFFER),
        new ContinuationWebSocketFrame(false, 0, Unpooled.EMPTY_BUFFER));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("withoutData")
  void aWebSocketThatBringsNothingWithoutEndIsLost(WebSocketFrame frame) {
    EmbeddedChannel socket = new EmbeddedChannel();
    List<String> ends = new ArrayList<>();
    socket.pipeline().addLast(new WebSocketBytes(why -> ends.add(why.message()), () -> 0));
    for (int i = 0; i < FrameBudget.A_SECOND; i++) {
      socket.writeInbound(frame.retainedDuplicate());
    }
    assertThat(ends).isEmpty();
    for (int i = 0; i < 3; i++) {
      socket.writeInbound(frame.retainedDuplicate());
    }

    assertThat(ends).as("told once").containsExactly(FLOOD);
    socket.finishAndReleaseAll();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("withoutData")
  void aWebSocketOfOneStreamThatBringsNothingWithoutEndBreaksTheStream(WebSocketFrame frame) {
    ChannelFixture channels = new ChannelFixture();
    channels.open();
    for (int i = 0; i < FrameBudget.A_SECOND; i++) {
      receive(channels, frame);
    }
    assertThat(channels.told.told).isEmpty();
    receive(channels, frame);

    assertThat(channels.socket.isOpen()).isFalse();
    assertThat(channels.told.told).containsExactly("broken: " + FLOOD);
    channels.close();
  }

  private static void receive(ChannelFixture channels, WebSocketFrame frame) {
    channels.socket.writeInbound(frame.retainedDuplicate());
    channels.socket.releaseOutbound();
  }

  @Test
  void whatLibrariesAnswerByThemselvesIsBoundedAsWell() {
    at.session.open(80, told);
    at.written();
    at.channel.pipeline().remove(at.line);
    var _ = at.channel.write(at.allocator.buffer().writeZero(5 * 1024 * 1024));
    at.channel.pipeline().fireChannelReadComplete();
    at.channel.runPendingTasks();

    assertThat(at.end().message()).isEqualTo(UNREAD);
  }
}
