package dev.localport.simulator.faults;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection's share of the {@link LineFaults}: holds back what it reads and writes. */
final class FaultyConnection extends ChannelDuplexHandler {
  private final LineFaults faults;
  private final Queue<Write> outbound = new ArrayDeque<>();
  private final Queue<Object> inbound = new ArrayDeque<>();
  private @Nullable ChannelHandlerContext context;
  private boolean silent;

  private record Write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    void send() {
      var _ = context.writeAndFlush(message, promise);
    }
  }

  FaultyConnection(LineFaults faults) {
    this.faults = faults;
  }

  /** Holds everything back from now on, whatever else ends. */
  void silence() {
    silent = true;
  }

  private boolean isBlackHole() {
    return silent || faults.isBlackHole();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    this.context = context;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (!isBlackHole() && faults.latencyMillis() == 0 && outbound.isEmpty()) {
      var _ = context.write(message, promise);
      return;
    }
    outbound.add(new Write(context, message, promise)); // none may overtake another
    var _ =
        context
            .executor()
            .schedule(this::deliverOne, faults.latencyMillis(), TimeUnit.MILLISECONDS);
  }

  private void deliverOne() {
    Write write = isBlackHole() ? null : outbound.poll();
    if (write != null) {
      write.send();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (isBlackHole()) {
      inbound.add(message); // bounded by what TCP lets through: reading stops here
      context.channel().config().setAutoRead(false);
    } else {
      context.fireChannelRead(message);
    }
  }

  /** Delivers what was held back, if it is no longer held back. */
  void onChanged() {
    ChannelHandlerContext at = context;
    if (at == null || isBlackHole()) {
      return;
    }
    if (faults.latencyMillis() == 0) {
      outbound.forEach(Write::send);
      outbound.clear();
    }
    if (!inbound.isEmpty()) {
      inbound.forEach(at::fireChannelRead);
      inbound.clear();
      at.fireChannelReadComplete();
      at.channel().config().setAutoRead(true);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    inbound.forEach(ReferenceCountUtil::release);
    inbound.clear();
    outbound.forEach(write -> ReferenceCountUtil.release(write.message()));
    outbound.clear();
  }
}
