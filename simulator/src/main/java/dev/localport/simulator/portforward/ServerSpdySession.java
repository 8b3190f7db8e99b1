package dev.localport.simulator.portforward;

import dev.localport.simulator.pods.RunningPod;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdyGoAwayFrame;
import io.netty.handler.codec.spdy.DefaultSpdyRstStreamFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdySessionStatus;
import io.netty.handler.codec.spdy.SpdyStreamStatus;
import io.netty.handler.codec.spdy.SpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One port-forward session over SPDY/3.1: each connection is a data stream and an error stream of
 * one request id. As moby/spdystream it knows no windows; a pod that does not read holds up the
 * whole session.
 */
final class ServerSpdySession extends SimpleChannelInboundHandler<SpdyFrame> {
  private final RunningPod pod;
  private final long pairTimeoutMillis;
  private final Map<Integer, SpdyPair> byStream = new HashMap<>();
  private final Map<String, SpdyPair> byRequest = new HashMap<>();
  private final Set<SpdyPair> full = new HashSet<>();
  private int lastStream;
  private boolean pingsOnly;

  /**
   * @param pairTimeoutMillis how long a stream waits for the other of its pair; kubelet: 30 s
   */
  ServerSpdySession(RunningPod pod, long pairTimeoutMillis) {
    this.pod = pod;
    this.pairTimeoutMillis = pairTimeoutMillis;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, SpdyFrame frame) {
    if (pingsOnly && !(frame instanceof SpdyPingFrame)) {
      return;
    }
    switch (frame) {
      case SpdySynStreamFrame stream -> open(context, stream);
      case SpdyDataFrame data -> {
        SpdyPair pair = byStream.get(data.streamId());
        if (pair != null) { // otherwise it has already ended, and its client does not know yet
          pair.onClientData(data.streamId(), data.content().retain(), data.isLast());
        }
      }
      case SpdyRstStreamFrame reset -> {
        SpdyPair pair = byStream.get(reset.streamId());
        if (pair != null) {
          pair.onClientReset();
        }
      }
      case SpdyPingFrame ping -> {
        if (ping.id() % 2 != 0) { // an even one would be the answer to a ping of ours
          var _ = context.writeAndFlush(ping);
        }
      }
      default -> {
        // replies, headers, settings, windows, GOAWAY: nothing that a kubelet acts on
      }
    }
  }

  private void open(ChannelHandlerContext context, SpdySynStreamFrame stream) {
    int id = stream.streamId();
    if (stream.isInvalid() || stream.isTruncated() || id % 2 == 0 || id <= lastStream) {
      reset(context, id, SpdyStreamStatus.PROTOCOL_ERROR);
      return;
    }
    lastStream = id;
    StreamHeaders headers = StreamHeaders.of(stream);
    if (headers == null) {
      reset(context, id, SpdyStreamStatus.REFUSED_STREAM);
      return;
    }
    SpdyPair pair =
        byRequest.computeIfAbsent(
            headers.requestId(), request -> begun(context, request, headers.port()));
    if (!pair.take(id, headers.isData())) {
      reset(context, id, SpdyStreamStatus.REFUSED_STREAM);
      return;
    }
    byStream.put(id, pair);
    reply(context, id);
    pair.connectIfComplete(pod);
  }

  private static void reply(ChannelHandlerContext context, int id) {
    SpdySynReplyFrame reply = new DefaultSpdySynReplyFrame(id);
    reply.headers().set(":status", "200"); // Netty leaves a block of no headers out, Go wants one
    var _ = context.writeAndFlush(reply);
  }

  private SpdyPair begun(ChannelHandlerContext context, String request, int port) {
    SpdyPair pair = new SpdyPair(new Wire(context), request, port);
    var _ = context.executor().schedule(pair::onTimeout, pairTimeoutMillis, TimeUnit.MILLISECONDS);
    return pair;
  }

  private static void reset(ChannelHandlerContext context, int id, SpdyStreamStatus status) {
    var _ = context.writeAndFlush(new DefaultSpdyRstStreamFrame(id, status));
  }

  /** Says that no new streams are welcome, if asked to; those that are open continue. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof PortForward.GoAway) {
      var _ = context.writeAndFlush(new DefaultSpdyGoAwayFrame(lastStream, SpdySessionStatus.OK));
    } else if (event instanceof PortForward.PingsOnly) {
      pingsOnly = true;
      pairs().forEach(pair -> pair.setReading(false));
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    boolean writable = context.channel().isWritable();
    pairs().forEach(pair -> pair.setReading(writable));
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    pairs().forEach(SpdyPair::abort);
  }

  private List<SpdyPair> pairs() {
    return List.copyOf(byRequest.values());
  }

  /** A frame that is none, or the connection broke: the session ends. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ =
        context.writeAndFlush(
            new DefaultSpdyGoAwayFrame(lastStream, SpdySessionStatus.PROTOCOL_ERROR));
    var _ = context.close();
  }

  /** What a pair may do to its session. */
  final class Wire {
    private final ChannelHandlerContext context;

    Wire(ChannelHandlerContext context) {
      this.context = context;
    }

    void send(int stream, ByteBuf data, boolean last) {
      var _ = context.writeAndFlush(new DefaultSpdyDataFrame(stream, data).setLast(last));
    }

    boolean isWritable() {
      return context.channel().isWritable();
    }

    void reset(int stream) {
      ServerSpdySession.reset(context, stream, SpdyStreamStatus.CANCEL);
    }

    /** Reads on only while no pod is full. */
    void setFull(SpdyPair pair, boolean isFull) {
      if (isFull) {
        full.add(pair);
      } else {
        full.remove(pair);
      }
      context.channel().config().setAutoRead(full.isEmpty());
    }

    void forget(SpdyPair pair, String request) {
      byRequest.remove(request, pair);
      byStream.values().removeIf(each -> each == pair);
      setFull(pair, false);
    }
  }
}
