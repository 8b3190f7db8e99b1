package dev.localport.daemon.tunnel;

import dev.localport.api.Failure;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.CoalescingBufferQueue;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A stream of bytes in binary WebSocket messages (KEP-4006): where messages begin and end means
 * nothing. What is written before a flush leaves as one message, since each costs the server a
 * write of its own. Confined to the event loop.
 */
final class WebSocketBytes extends ChannelDuplexHandler {
  private static final int MAX_MESSAGE_BYTES = 64 * 1024;
  private static final int EXPECTED_WRITES = 8;

  private final Consumer<Failure> broken;
  private @Nullable CoalescingBufferQueue unsent;
  private final Answers answers = new Answers();
  private final FrameBudget budget;
  private boolean closeSent;
  private boolean over;

  /**
   * @param broken is called once the WebSocket carries no more bytes
   * @param nanoTime monotonic time
   */
  WebSocketBytes(Consumer<Failure> broken, LongSupplier nanoTime) {
    this.broken = broken;
    this.budget = new FrameBudget(nanoTime);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    unsent = new CoalescingBufferQueue(context.channel(), EXPECTED_WRITES, true);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (unsent != null) {
      unsent.releaseAndFailAll(context, new ClosedChannelException());
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf bytes && unsent != null) {
      unsent.add(bytes, promise);
    } else {
      var _ = context.write(message, promise);
    }
  }

  @Override
  public void flush(ChannelHandlerContext context) {
    while (unsent != null && !unsent.isEmpty()) {
      ChannelPromise promise = context.newPromise();
      int size = Math.min(MAX_MESSAGE_BYTES, unsent.readableBytes());
      var _ = context.write(new BinaryWebSocketFrame(unsent.remove(size, promise)), promise);
    }
    context.flush();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (over) {
      ReferenceCountUtil.release(message);
      return;
    }
    switch (message) {
      case BinaryWebSocketFrame bytes -> read(context, bytes);
      case ContinuationWebSocketFrame bytes -> read(context, bytes);
      case PingWebSocketFrame ping -> answer(context, ping);
      case CloseWebSocketFrame close -> end(close, Failures.closed(close));
      case PongWebSocketFrame pong -> {
        if (isTaken(pong)) {
          pong.release(); // SPDY has pings of its own
        }
      }
      case WebSocketFrame text -> end(text, Failures.webSocket("it sent text"));
      default -> ReferenceCountUtil.release(message); // the end of the HTTP answer
    }
  }

  private void read(ChannelHandlerContext context, WebSocketFrame frame) {
    if (frame.content().isReadable() || isTaken(frame)) {
      context.fireChannelRead(frame.content());
    }
  }

  private void answer(ChannelHandlerContext context, PingWebSocketFrame ping) {
    if (!isTaken(ping)) {
      return;
    }
    if (answers.isFull()) {
      end(ping, Failures.unread());
    } else {
      answers.add(context.writeAndFlush(new PongWebSocketFrame(ping.content())));
    }
  }

  /** Counts a frame without data; one that is too many ends it all and is released. */
  private boolean isTaken(WebSocketFrame frame) {
    boolean taken = budget.spend();
    if (!taken) {
      end(frame, Failures.flood());
    }
    return taken;
  }

  private void end(WebSocketFrame last, Failure why) {
    over = true;
    last.release();
    broken.accept(why);
  }

  /** Says good-bye where the line takes it at once, and waits for no answer. */
  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    if (!closeSent && context.channel().isActive()) {
      closeSent = true;
      var _ = context.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE));
    }
    var _ = context.close(promise);
  }
}
