package dev.localport.daemon.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.function.LongSupplier;

/**
 * Reads the messages of one WebSocket for one port (k8s.io/cri-streaming, portforward): the first
 * byte is the channel, 0 for data and 1 for an error in words; the first two bytes on each channel
 * are the port, little-endian. A message may come in several frames. Confined to the event loop.
 */
final class ChannelFrames extends ChannelInboundHandlerAdapter {
  static final int DATA = 0;
  static final int ERROR = 1;
  private static final int NONE = -1;
  private static final int PORT_BYTES = 2;
  private static final int NORMAL = 1000; // RFC 6455, 7.4.1
  private static final int NO_CODE = -1;

  private final ChannelStream stream;
  private final int port;
  private final int[] named = new int[2]; // the port that a channel begins with
  private final int[] namedBytes = new int[2];
  private final Answers answers = new Answers();
  private final FrameBudget budget;
  private int channel = NONE; // of the message that is being read

  /**
   * @param nanoTime monotonic time
   */
  ChannelFrames(ChannelStream stream, int port, LongSupplier nanoTime) {
    this.stream = stream;
    this.port = port;
    this.budget = new FrameBudget(nanoTime);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (stream.isOver()) {
      ReferenceCountUtil.release(message);
      return;
    }
    switch (message) {
      case BinaryWebSocketFrame first -> {
        channel = NONE;
        read(first);
      }
      case ContinuationWebSocketFrame next -> read(next);
      case PingWebSocketFrame ping -> answer(context, ping);
      case PongWebSocketFrame pong -> {
        if (isTaken()
            && pong.content().readableBytes() == Integer.BYTES) { // else not one that we asked for
          stream.onPong(pong.content().readInt());
        }
        pong.release();
      }
      case CloseWebSocketFrame close -> {
        closed(close);
        close.release();
      }
      case WebSocketFrame text -> {
        text.release();
        stream.broken(Failures.webSocket("it sent text").message());
      }
      default -> ReferenceCountUtil.release(message); // the end of the HTTP answer
    }
  }

  private void answer(ChannelHandlerContext context, PingWebSocketFrame ping) {
    if (isTaken() && answers.isFull()) {
      stream.broken(Failures.unread().message());
    }
    if (stream.isOver()) {
      ping.release();
    } else {
      answers.add(context.writeAndFlush(new PongWebSocketFrame(ping.content())));
    }
  }

  /** Counts a frame without data; one that is too many ends the stream. */
  private boolean isTaken() {
    boolean taken = budget.spend();
    if (!taken) {
      stream.broken(Failures.flood().message());
    }
    return taken;
  }

  private void read(WebSocketFrame frame) {
    ByteBuf bytes = frame.content();
    int ofTheChannel = channel == NONE ? 1 : 0;
    if (bytes.readableBytes() <= ofTheChannel && !isTaken()) {
      bytes.release();
      return;
    }
    if (channel == NONE && bytes.isReadable()) {
      channel = bytes.readUnsignedByte();
    }
    boolean isOurs = channel == NONE || channel == DATA || channel == ERROR;
    if (!isOurs) {
      bytes.release();
      stream.broken(Failures.webSocket("it sent on channel %d".formatted(channel)).message());
    } else if (channel == NONE || !isPortRight(bytes) || !bytes.isReadable()) {
      bytes.release();
    } else if (channel == DATA) {
      stream.onData(bytes);
    } else {
      String words = StreamErrors.words(bytes, ChannelStream.MAX_ERROR_BYTES);
      bytes.release();
      stream.onError(words, frame.isFinalFragment());
    }
  }

  /** Takes the port from the first bytes of a channel. */
  private boolean isPortRight(ByteBuf bytes) {
    while (namedBytes[channel] < PORT_BYTES && bytes.isReadable()) {
      named[channel] |= bytes.readUnsignedByte() << (Byte.SIZE * namedBytes[channel]);
      namedBytes[channel]++;
      if (namedBytes[channel] == PORT_BYTES && named[channel] != port) {
        stream.broken(
            Failures.webSocket("it connected port %d instead of %d".formatted(named[channel], port))
                .message());
        return false;
      }
    }
    return true;
  }

  private void closed(CloseWebSocketFrame close) {
    if (close.statusCode() == NORMAL || close.statusCode() == NO_CODE) {
      stream.onDone();
    } else {
      stream.broken(Failures.closed(close).message());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    stream.broken("the WebSocket's connection was lost");
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (Unsent.isTooMuch(context.channel(), 1)) {
      stream.broken(Failures.unread().message());
    }
    context.fireChannelReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    stream.onWritable(context.channel().isWritable());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    stream.broken(Failures.lost(cause).message());
  }
}
