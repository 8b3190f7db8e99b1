package dev.localport.daemon.tunnel;

import static dev.localport.daemon.tunnel.ChannelFixture.PORT;
import static dev.localport.daemon.tunnel.ChannelFixture.message;
import static dev.localport.daemon.tunnel.ChannelFixture.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** v4.channel.k8s.io, frame by frame. */
class ChannelStreamTest {
  private final ChannelFixture at = new ChannelFixture();

  @AfterEach
  void close() {
    at.close();
  }

  @Test
  void whatIsWrittenBeforeTheWebSocketStandsIsKeptUpToABound() {
    TunnelStream stream = at.session.open(PORT, at.told);
    stream.write(Unpooled.copiedBuffer("first", UTF_8));
    assertThat(stream.isWritable()).isTrue();
    stream.write(Unpooled.wrappedBuffer(new byte[ChannelStream.MAX_UNOPENED_BYTES]));
    assertThat(stream.isWritable()).isFalse();

    at.openings.getLast().complete(at.socket);

    BinaryWebSocketFrame first = at.sent(BinaryWebSocketFrame.class);
    assertThat(first.content().toString(UTF_8)).isEqualTo("\0first");
    first.release();
    assertThat(at.told.told).endsWith("writable true");
    assertThat(stream.isWritable()).isTrue();
  }

  @Test
  void dataComesBehindThePortAndInAnyFragments() {
    at.open();
    at.socket.writeInbound(message(true, 0, 0x90), message(true, 0, 0x1F, 'a'));
    at.socket.writeInbound(
        message(false),
        new ContinuationWebSocketFrame(false, 0, Unpooled.wrappedBuffer(new byte[] {0, 'b'})),
        new PingWebSocketFrame(Unpooled.EMPTY_BUFFER),
        new ContinuationWebSocketFrame(true, 0, Unpooled.wrappedBuffer(new byte[] {'c'})));

    assertThat(at.told.told).containsExactly("data a", "data b", "data c");
  }

  @Test
  void anErrorBreaksTheStreamWithTheServersWords() {
    at.open();
    at.receivePorts();
    at.socket.writeInbound(text(1, "error forwarding port 8080: connection refused"));

    assertThat(at.told.told)
        .containsExactly("broken: error forwarding port 8080: connection refused");
    assertThat(at.session.streamCount()).isZero();
    assertThat(at.session.closed()).as("the session lives on").isNotDone();
    assertThat(at.socket.isOpen()).isFalse();
  }

  @Test
  void anErrorInFragmentsIsOneMessage() {
    at.open();
    at.receivePorts();
    at.socket.writeInbound(
        message(false, 1, 'n', 'o'),
        new ContinuationWebSocketFrame(true, 0, Unpooled.copiedBuffer(" way", UTF_8)));

    assertThat(at.told.told).containsExactly("broken: no way");
  }

  @Test
  void anotherPortIsRefused() {
    at.open();
    at.socket.writeInbound(message(true, 0, 0x91, 0x1F));

    assertThat(at.told.told)
        .containsExactly(
            "broken: the server does not use the WebSocket as expected: it connected port 8081 instead"
                + " of 8080");
  }

  @Test
  void aChannelThatNobodyAskedForBreaksTheStream() {
    at.open();
    at.receivePorts();
    at.socket.writeInbound(text(2, "?"));

    assertThat(at.told.told)
        .containsExactly(
            "broken: the server does not use the WebSocket as expected: it sent on channel 2");
  }

  @Test
  void textBreaksTheStream() {
    at.open();
    at.socket.writeInbound(new TextWebSocketFrame("0aGk="));

    assertThat(at.told.told)
        .containsExactly("broken: the server does not use the WebSocket as expected: it sent text");
  }

  @Test
  void aNormalCloseIsTheEndOfBothDirections() {
    at.open();
    at.receivePorts();
    at.socket.writeInbound(text(0, "bye"), new CloseWebSocketFrame(1000, ""));

    assertThat(at.told.told).containsExactly("data bye", "done");
    assertThat(at.session.streamCount()).isZero();
  }

  @Test
  void anyOtherCloseBreaksTheStream() {
    at.open();
    at.socket.writeInbound(new CloseWebSocketFrame(1001, "restart"));

    assertThat(at.told.told)
        .containsExactly("broken: the server closed the WebSocket (code 1001): restart");
  }

  @Test
  void aConnectionThatIsCutBreaksTheStream() {
    at.open();
    var _ = at.socket.close();

    assertThat(at.told.told).containsExactly("broken: the WebSocket's connection was lost");
  }

  @Test
  void theClientsEndSaysNothingAndItsResetCloses() {
    TunnelStream stream = at.open();
    stream.end();
    stream.write(Unpooled.copiedBuffer("too late", UTF_8));
    assertThat(at.socket.<Object>readOutbound()).isNull();

    stream.reset();

    CloseWebSocketFrame close = at.sent(CloseWebSocketFrame.class);
    assertThat(close.statusCode()).isEqualTo(1000);
    close.release();
    assertThat(at.session.streamCount()).isZero();
    assertThat(at.told.told).isEmpty();
  }

  @Test
  void aPodThatIsSilentAfterTheClientsEndIsClosed() {
    TunnelStream stream = at.open();
    at.receivePorts();
    stream.end();
    at.advance(Duration.ofSeconds(1));
    at.socket.writeInbound(text(0, "a late answer"));
    at.advance(Duration.ofSeconds(1));
    assertThat(at.told.told).containsExactly("data a late answer");

    at.advance(Duration.ofSeconds(1));

    assertThat(at.told.told).containsExactly("data a late answer", "done");
    assertThat(at.sent(CloseWebSocketFrame.class).statusCode()).isEqualTo(1000);
  }

  @Test
  void thePodGetsAllBytesBeforeTheClientsEndClosesItsConnection() {
    TunnelStream stream = at.open();
    stream.write(Unpooled.copiedBuffer("an upload", UTF_8));
    at.sent(BinaryWebSocketFrame.class).release();
    stream.end();
    at.advance(Duration.ofSeconds(1));
    PingWebSocketFrame ping = at.sent(PingWebSocketFrame.class);
    at.advance(Duration.ofSeconds(2));
    assertThat(at.told.told).as("nobody says that the pod took them").isEmpty();

    at.socket.writeInbound(new PongWebSocketFrame(ping.content()));
    at.advance(Duration.ofSeconds(1));

    assertThat(at.told.told).containsExactly("done");
  }

  @Test
  void aStreamThatIsResetBeforeItStandsGivesItsConnectionUp() {
    TunnelStream stream = at.session.open(PORT, at.told);
    stream.write(Unpooled.copiedBuffer("never sent", UTF_8));
    stream.reset();

    assertThat(at.openings.getLast()).isCancelled();
    assertThat(at.told.told).isEmpty();
  }
}
