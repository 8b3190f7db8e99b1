package dev.localport.daemon.forward.local;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * What the client of a waiting connection sends. It has to be read: only reading shows a reset, and
 * epoll reads by itself what lies in front of an end. Reading stops at 64 KiB, after which only
 * such a last piece, no larger than the kernel's buffer, comes in. Confined to the connection's
 * event loop.
 */
final class HeldBytes extends ChannelInboundHandlerAdapter {
  private static final int MAX_BYTES = 64 * 1024;

  private final Runnable gone;
  private final List<ByteBuf> pieces = new ArrayList<>();
  private int size;
  private long counted;
  private boolean ended;

  /** Calls {@code gone} when the connection is over. */
  HeldBytes(Runnable gone) {
    this.gone = gone;
  }

  /** Begins with what the client has sent before. */
  void begin(Relay.Unsent before) {
    pieces.addAll(before.pieces());
    size = before.pieces().stream().mapToInt(ByteBuf::readableBytes).sum();
    counted = before.counted();
    ended = before.ended();
  }

  /** Returns how many of the first bytes are counted as sent already. */
  long counted() {
    return counted;
  }

  /** Returns whether no more is to be read for now. */
  boolean isFull() {
    return size >= MAX_BYTES;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf piece = (ByteBuf) message;
    pieces.add(piece);
    size += piece.readableBytes();
    if (isFull()) {
      context.channel().config().setAutoRead(false);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      ended = true; // half a close: the client still waits for an answer
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    gone.run();
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close(); // the client reset it: channelInactive follows
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    take().forEach(ByteBuf::release);
  }

  /** Hands over what came; the caller owns the buffers. */
  List<ByteBuf> take() {
    List<ByteBuf> taken = List.copyOf(pieces);
    pieces.clear();
    return taken;
  }

  /** Returns whether the client sends no more. */
  boolean isEnded() {
    return ended;
  }
}
