package dev.localport.daemon.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.IntConsumer;

/**
 * Tells how many bytes were read, before they are whole frames: on a slow line a long WebSocket
 * frame takes longer than a ping may.
 */
final class ReadBytes extends ChannelInboundHandlerAdapter {
  private final IntConsumer count;

  ReadBytes(IntConsumer count) {
    this.count = count;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes) {
      count.accept(bytes.readableBytes());
    }
    context.fireChannelRead(message);
  }
}
