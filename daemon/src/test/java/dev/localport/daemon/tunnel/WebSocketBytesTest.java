package dev.localport.daemon.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.spdy.SpdyFrameEncoder;
import io.netty.handler.codec.spdy.SpdyVersion;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** SPDY frames in WebSocket messages: a session, and a server that cuts messages as it likes. */
class WebSocketBytesTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final SpdyFrameEncoder server = new SpdyFrameEncoder(SpdyVersion.SPDY_3_1);
  private final ToldStream told = new ToldStream();
  private final SpdySession session =
      new SpdySession(
          channel,
          Protocol.TUNNEL,
          new Heartbeat.Settings(
              SessionFixture.PATIENCE,
              () -> Instant.EPOCH,
              System::nanoTime,
              but -> Duration.ofDays(1)));

  WebSocketBytesTest() {
    channel
        .pipeline()
        .addLast(new WebSocketBytes(session::close, System::nanoTime), new SpdyHandler(session));
  }

  @AfterEach
  void close() {
    session.close(Failures.lost());
    channel.finishAndReleaseAll();
  }

  private ByteBuf data(String text) {
    ByteBuf content = Unpooled.copiedBuffer(text, UTF_8);
    try {
      return server.encodeDataFrame(channel.alloc(), 3, false, content);
    } finally {
      content.release();
    }
  }

  private String end() {
    return session.closed().getNow(new Failure(FailureKind.SESSION, "open")).message();
  }

  @Test
  void whatIsOpenedAndWrittenLeavesBeforeAnyAnswer() {
    session.open(80, told).write(Unpooled.copyInt(0xCAFE));
    channel.runPendingTasks();

    String sent = "";
    for (BinaryWebSocketFrame part = channel.readOutbound();
        part != null;
        part = channel.readOutbound()) {
      sent += ByteBufUtil.hexDump(part.content());
      part.release();
    }
    assertThat(sent).as("a SYN_STREAM").startsWith("80030001");
    assertThat(sent.indexOf("80030001", 8)).as("another one").isPositive();
    assertThat(sent).as("data on stream 3").endsWith("00000003" + "00000004" + "0000cafe");
  }

  @Test
  void whatIsWrittenBeforeAFlushLeavesAsOneMessage() {
    var _ = channel.write(Unpooled.copyInt(1));
    var _ = channel.write(Unpooled.copyInt(2));
    assertThat(channel.<Object>readOutbound()).isNull();
    channel.flush();

    BinaryWebSocketFrame only = channel.readOutbound();
    assertThat(ByteBufUtil.hexDump(only.content())).isEqualTo("0000000100000002");
    only.release();
    assertThat(channel.<Object>readOutbound()).isNull();
  }

  @Test
  void muchLeavesInMessagesOfABoundedLength() {
    session.open(80, told).write(Unpooled.wrappedBuffer(new byte[150_000]));
    channel.runPendingTasks();

    int all = 0;
    for (BinaryWebSocketFrame part = channel.readOutbound();
        part != null;
        part = channel.readOutbound()) {
      assertThat(part.content().readableBytes()).isLessThanOrEqualTo(65_536);
      all += part.content().readableBytes();
      part.release();
    }
    assertThat(all).isGreaterThan(150_000);
  }

  @Test
  void aFrameMayLieAcrossMessagesAndFragments() {
    session.open(80, told);
    ByteBuf all = Unpooled.wrappedBuffer(data("one"), data("two"));
    channel.writeInbound(
        new BinaryWebSocketFrame(true, 0, all.readRetainedSlice(3)),
        new BinaryWebSocketFrame(false, 0, all.readRetainedSlice(6)),
        new ContinuationWebSocketFrame(false, 0, Unpooled.EMPTY_BUFFER),
        new PingWebSocketFrame(Unpooled.EMPTY_BUFFER),
        new ContinuationWebSocketFrame(true, 0, all));

    assertThat(told.told).containsExactly("data one", "data two");
  }

  @Test
  void aPingOfTheWebSocketIsAnsweredAndAPongIsNone() {
    channel.writeInbound(
        new PongWebSocketFrame(Unpooled.copyInt(1)), new PingWebSocketFrame(Unpooled.copyInt(7)));

    PongWebSocketFrame pong = channel.readOutbound();
    assertThat(pong.content().readInt()).isEqualTo(7);
    pong.release();
    assertThat(session.closed()).isNotDone();
    assertThat(session.heartbeat().answered()).isZero();
  }

  @Test
  void textEndsTheSession() {
    session.open(80, told);
    channel.writeInbound(new TextWebSocketFrame("hello"));

    assertThat(end()).isEqualTo("the server does not use the WebSocket as expected: it sent text");
    assertThat(told.told).containsExactly("broken: " + end());
  }

  @Test
  void aCloseSaysItsCodeAndReason() {
    channel.writeInbound(new CloseWebSocketFrame(1011, "no backend"));

    assertThat(end()).isEqualTo("the server closed the WebSocket (code 1011): no backend");
  }

  @Test
  void aCloseWithoutACodeIsAnEndAsWell() {
    channel.writeInbound(new CloseWebSocketFrame());

    assertThat(end()).isEqualTo("the server closed the WebSocket");
  }

  @Test
  void theEndOfTheSessionSaysGoodBye() {
    session.close(Failures.drained());

    CloseWebSocketFrame close = channel.readOutbound();
    assertThat(close.statusCode()).isEqualTo(1000);
    close.release();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void aSessionThatIsRetiredSaysGoodByeBehindWhatItWrote() {
    TunnelStream stream = session.open(80, told);
    channel.runPendingTasks();
    channel.<BinaryWebSocketFrame>readOutbound().release();
    session.drain();
    stream.reset();
    channel.runPendingTasks();

    BinaryWebSocketFrame resets = channel.readOutbound();
    assertThat(ByteBufUtil.hexDump(resets.content())).as("RST_STREAM").startsWith("80030003");
    resets.release();
    assertThat(channel.<Object>readOutbound()).isInstanceOf(CloseWebSocketFrame.class);
    assertThat(session.closed()).isCompleted();
  }
}
