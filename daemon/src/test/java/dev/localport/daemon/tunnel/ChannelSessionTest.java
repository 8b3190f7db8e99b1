package dev.localport.daemon.tunnel;

import static dev.localport.daemon.tunnel.ChannelFixture.PORT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session of one WebSocket a stream: its pings, its end, and what streams tell it. */
class ChannelSessionTest {
  private final ChannelFixture at = new ChannelFixture();

  @AfterEach
  void close() {
    at.close();
  }

  @Test
  void aWebSocketThatIsRefusedEndsTheSessionForNewStreams() {
    TunnelStream lives = at.open();
    at.session.open(PORT, at.told);
    at.openings
        .getLast()
        .completeExceptionally(new DialException(FailureKind.SESSION, "error dialing backend"));

    assertThat(at.told.told).containsExactly("broken: error dialing backend");
    assertThat(at.session.goingAway()).isCompleted();
    assertThat(at.session.takesStreams()).isFalse();
    assertThat(at.session.closed()).as("an open stream lives on").isNotDone();
    lives.reset();
    assertThat(at.session.closed()).isCompleted();
  }

  @Test
  void whatWasWrittenForAWebSocketThatIsRefusedIsGivenBack() {
    List<String> back = new ArrayList<>();
    StreamListener listener =
        new StreamListener() {
          @Override
          public void onData(ByteBuf data) {
            data.release();
          }

          @Override
          public void onEnd() {
            back.add("end");
          }

          @Override
          public void onWritable(boolean writable) {
            // not asked
          }

          @Override
          public void onDone() {
            back.add("done");
          }

          @Override
          public void onBroken(String why, boolean aboutPod) {
            back.add("broken");
          }

          @Override
          public void onUnopened(String why, boolean aboutPod, List<ByteBuf> written) {
            assertThat(at.session.takesStreams()).as("the session goes first").isFalse();
            back.add(why);
            written.forEach(piece -> {
              back.add(piece.toString(UTF_8));
              piece.release();
            });
          }
        };
    TunnelStream stream = at.session.open(PORT, listener);
    stream.write(Unpooled.copiedBuffer("one", UTF_8));
    stream.write(Unpooled.copiedBuffer("two", UTF_8));

    at.openings
        .getLast()
        .completeExceptionally(new DialException(FailureKind.SESSION, "error dialing backend"));

    assertThat(back).containsExactly("error dialing backend", "one", "two");
  }

  @Test
  void aKnockThatIsAnsweredByAGatewayEndsTheSessionForNewStreams() {
    var _ = at.session.ping();
    at.knocks
        .getLast()
        .completeExceptionally(
            new DialException(
                FailureKind.UNREACHABLE,
                "a gateway cannot reach the API server",
                new Refusal.Answered(502, false, "HTTP 502 Bad Gateway")));

    assertThat(at.session.goingAway()).isCompleted();
    assertThat(at.session.takesStreams()).isFalse();
  }

  @Test
  void aPodThatIsGoneIsTold() {
    at.session.open(PORT, at.told);
    at.openings
        .getLast()
        .completeExceptionally(
            new DialException(FailureKind.TARGET_MISSING, "pods \"web-1\" not found"));

    assertThat(at.told.told).containsExactly("broken with the pod: pods \"web-1\" not found");
  }

  @Test
  void credentialsThatAreNotAcceptedLetTheSessionTakeNoMoreStreams() {
    TunnelStream lives = at.open();
    at.session.open(PORT, new ToldStream());
    at.openings.getLast().completeExceptionally(new DialException(FailureKind.CREDENTIALS, "401"));

    assertThat(at.session.goingAway()).isCompleted();
    assertThat(at.session.takesStreams()).isFalse();
    assertThat(at.session.closed()).as("an open stream lives on").isNotDone();
    lives.reset();
    assertThat(at.session.closed()).isCompleted();
  }

  @Test
  void aWebSocketThatDoesNotComeIsGivenUp() {
    at.session.open(PORT, at.told);
    at.advance(ChannelStream.OPENING_LIMIT);

    assertThat(at.told.told).containsExactly("broken: no WebSocket within 10 s");
    assertThat(at.openings.getLast()).isCancelled();
    assertThat(at.knocks).as("the way has to prove itself").hasSize(1);
  }

  @Test
  void withoutAStreamAPingKnocksAtTheServer() {
    CompletableFuture<Void> answer = at.session.ping();
    assertThat(answer).isNotDone();
    at.knocks.getLast().complete(null);

    assertThat(answer).isCompleted();
    assertThat(at.session.heartbeat().answered()).isEqualTo(1);
  }

  @Test
  void withAStreamAPingGoesOverItsWebSocket() {
    at.open();
    CompletableFuture<Void> answer = at.session.ping();
    PingWebSocketFrame ping = at.sent(PingWebSocketFrame.class);
    at.socket.writeInbound(new PongWebSocketFrame(ping.content()));

    assertThat(answer).isCompleted();
    assertThat(at.knocks).isEmpty();
  }

  /** Time goes on while the API server answers who connects anew, or not. */
  private void advance(Duration by, boolean answers) {
    Duration step = Duration.ofMillis(250);
    for (Duration left = by; left.isPositive(); left = left.minus(step)) {
      at.advance(step);
      if (answers) {
        at.knocks.forEach(knock -> knock.complete(null));
      }
    }
  }

  @Test
  void aWebSocketThatIsCutOffAloneBreaksAloneWithinFifteenSecondsAndTheSessionLivesOn() {
    at.open();
    advance(Duration.ofSeconds(13), true);
    assertThat(at.told.told).isEmpty();
    advance(Duration.ofSeconds(2), true);

    assertThat(at.told.told).hasSize(1);
    assertThat(at.told.told.getFirst())
        .startsWith("broken: no answer to a ping for ")
        .endsWith(" s, while another session answers");
    assertThat(at.session.closed()).isNotDone();
    assertThat(at.late.told).isEmpty();
  }

  @Test
  void aWebSocketThatIsCutOffBehindAQuestionBreaksWithinFifteenSeconds() {
    TunnelStream stream = at.open();
    at.receivePorts();
    at.socket.writeInbound(ChannelFixture.message(true, 0, 'x'));
    at.told.told.clear();
    stream.write(Unpooled.copiedBuffer("a question", UTF_8));
    advance(Duration.ofSeconds(15), true);

    assertThat(at.told.told).hasSize(1);
    assertThat(at.told.told.getFirst()).endsWith(" s, while another session answers");
    assertThat(at.session.closed()).isNotDone();
  }

  @Test
  void aPodThatMayNotHaveAcceptedYetIsNoDeadConnectionWhileTheWayLives() {
    TunnelStream stream = at.open();
    at.receivePorts();
    stream.write(Unpooled.copiedBuffer("a question", UTF_8));
    advance(Duration.ofMinutes(4), true);

    assertThat(at.told.told).isEmpty();
  }

  @Test
  void aLineThatIsFrozenBreaksNoWebSocket() {
    at.open();
    advance(Duration.ofSeconds(30), false);
    assertThat(at.late.told).containsExactly("late: no answer to a ping within 4 s");
    assertThat(at.session.isLate()).isTrue();
    at.knocks.getLast().complete(null); // the first answer when the line goes on
    at.advance(Duration.ofMillis(10));
    at.socket.writeInbound(ChannelFixture.message(true, 0, 'x'));
    advance(Duration.ofSeconds(2), true);

    assertThat(at.late.told).containsExactly("late: no answer to a ping within 4 s", "recovered");
    assertThat(at.told.told).isEmpty();
    assertThat(at.session.takesStreams()).isTrue();
  }

  @Test
  void aPodThatMayNotHaveReadYetIsNoDeadConnectionWhileTheWayLives() {
    TunnelStream stream = at.open();
    at.receivePorts();
    at.socket.writeInbound(ChannelFixture.message(true, 0, 'x'));
    at.told.told.clear();
    stream.write(Unpooled.wrappedBuffer(new byte[ChannelSocket.TAKEN_UNREAD + 1]));
    advance(Duration.ofMinutes(4), true);

    assertThat(at.told.told).isEmpty();
  }

  @Test
  void aServerThatDoesNotAnswerAKnockIsGivenUpWithAllStreamsAfterAMinute() {
    var _ = at.session.ping();
    at.knocks.getLast().complete(null);
    at.open();
    advance(Duration.ofSeconds(72), false);
    assertThat(at.session.closed()).isNotDone();
    assertThat(at.told.told).isEmpty();
    assertThat(at.session.heartbeat().missed()).isEqualTo(1);
    advance(Duration.ofSeconds(2), false);

    String why = "no answer to a ping for 64 s (heartbeat.give_up)";
    assertThat(at.session.closed().resultNow())
        .isEqualTo(new Failure(FailureKind.UNREACHABLE, why));
    assertThat(at.told.told).containsExactly("broken: " + why);
    assertThat(at.knocks.getLast()).isCancelled();
  }

  @Test
  void aSlowReaderHoldsItsOwnWebSocketBackAndNoOther() {
    TunnelStream slow = at.open();
    slow.stall(true);
    assertThat(at.socket.config().isAutoRead()).isFalse();
    assertThat(at.session.isFree()).isTrue();
    at.session.suspectIfStalled();
    assertThat(at.session.suspected()).isNotDone();

    slow.stall(false);

    assertThat(at.socket.config().isAutoRead()).isTrue();
  }

  @Test
  void aSessionThatIsRetiredEndsWithItsLastStream() {
    TunnelStream stream = at.open();
    at.session.drain();
    assertThat(at.session.closed()).isNotDone();
    stream.reset();

    assertThat(at.session.closed().resultNow().message()).isEqualTo("the session was replaced");
  }
}
