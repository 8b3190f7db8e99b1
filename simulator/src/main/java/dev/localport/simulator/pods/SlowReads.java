package dev.localport.simulator.pods;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.FixedRecvByteBufAllocator;
import java.util.concurrent.TimeUnit;

/** Reads 4 KiB, and then not for a while; by itself, whatever else switches reading on. */
final class SlowReads extends ChannelInboundHandlerAdapter {
  private static final int CHUNK = 4 * 1024;
  private static final long PAUSE_MILLIS = 62;

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    context
        .channel()
        .config()
        .setAutoRead(false)
        .setRecvByteBufAllocator(new FixedRecvByteBufAllocator(CHUNK).maxMessagesPerRead(1));
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    context.read();
    context.fireChannelActive();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.fireChannelReadComplete();
    var _ = context.executor().schedule(context::read, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    // not passed on: the echo behind would read as fast as its peer does
  }
}
