package dev.localport.daemon.forward.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is kept of a client that waits, and how much. */
class HeldBytesTest {
  private static final int LIMIT = 64 * 1024;

  private final AtomicInteger gone = new AtomicInteger();
  private final HeldBytes held = new HeldBytes(gone::incrementAndGet);
  private final EmbeddedChannel channel = new EmbeddedChannel(held);

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private ByteBuf receive(int bytes) {
    ByteBuf piece = Unpooled.buffer(bytes).writeZero(bytes);
    channel.writeInbound(piece);
    return piece;
  }

  @Test
  void readingStopsAtTheLimitAndNotBefore() {
    receive(LIMIT / 2);
    receive(LIMIT / 2 - 1);
    assertThat(channel.config().isAutoRead()).isTrue();

    receive(1);
    assertThat(channel.config().isAutoRead()).isFalse();
  }

  @Test
  void whatCameIsHandedOverInItsOrderAndOnce() {
    ByteBuf first = receive(1);
    ByteBuf second = receive(2);

    assertThat(held.take()).containsExactly(first, second);
    assertThat(held.take()).isEmpty();
    first.release();
    second.release();
  }

  @Test
  void whatNobodyTakesIsReleased() {
    ByteBuf piece = receive(1);

    channel.pipeline().remove(held);

    assertThat(piece.refCnt()).isZero();
  }

  @Test
  void halfACloseIsRememberedAndNoEventIsTakenForOne() {
    channel.pipeline().fireUserEventTriggered("something else");
    assertThat(held.isEnded()).isFalse();

    channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    assertThat(held.isEnded()).isTrue();
    assertThat(gone).hasValue(0);
  }

  @Test
  void theEndOfTheConnectionIsToldOnceAlsoAfterAReset() {
    channel.pipeline().fireExceptionCaught(new SocketException("Connection reset"));
    channel.runPendingTasks();

    assertThat(channel.isOpen()).isFalse();
    assertThat(gone).hasValue(1);
  }
}
