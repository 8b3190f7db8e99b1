package dev.localport.daemon.tunnel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdyRstStreamFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The pod behind a test server: what each of its ports does with a connection. Those from {@link
 * #SERVERS} on are ports of servers on this machine.
 */
@SuppressWarnings("FutureReturnValueIgnored") // who does not get it goes away
public final class PodPorts extends SimpleChannelInboundHandler<SpdyFrame> {
  /** Sends back what comes. */
  public static final int ECHO = 7;

  /** Refuses with a message. */
  public static final int REFUSED = 1;

  /** Says "before" to the first bytes and resets. */
  public static final int RESETS = 2;

  /** Takes all and says nothing; */
  public static final int SILENT = 3;

  /** Sends {@link #SOURCE_BYTES} and ends. */
  public static final int SOURCE = 5;

  /** Counts what comes until its end, then answers with the count and ends. */
  public static final int COUNTS = 9;

  /** From here on a port is that of a server on this machine. */
  public static final int SERVERS = 1024;

  /** How much the source sends: more than the buffers of all sockets on the way hold. */
  public static final int SOURCE_BYTES = 16_000_000;

  private static final int PIECE = 32 * 1024;

  private final BiConsumer<ChannelHandlerContext, SpdyPingFrame> onPing;
  private final Map<Integer, Integer> ports = new HashMap<>(); // by the data stream's id
  private final Map<Integer, Integer> sent = new HashMap<>();
  private final Map<Integer, Integer> counted = new HashMap<>();
  private final Map<Integer, Socket> servers = new HashMap<>();

  PodPorts(BiConsumer<ChannelHandlerContext, SpdyPingFrame> onPing) {
    this.onPing = onPing;
  }

  /** Returns the byte that the source sends at a place. */
  public static byte sourceByte(int place) {
    return (byte) ((place * 31) >> 3);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, SpdyFrame frame) {
    switch (frame) {
      case SpdySynStreamFrame opened -> opened(context, opened);
      case SpdyDataFrame data -> data(context, data);
      case SpdyRstStreamFrame reset -> forget(reset.streamId());
      case SpdyPingFrame ping -> onPing.accept(context, ping);
      default -> {
        // nothing that matters
      }
    }
  }

  private void opened(ChannelHandlerContext context, SpdySynStreamFrame stream) {
    context.writeAndFlush(new DefaultSpdySynReplyFrame(stream.streamId()));
    if (!"data".contentEquals(stream.headers().get("streamtype"))) {
      return;
    }
    int id = stream.streamId();
    int port = Integer.parseInt(stream.headers().get("port").toString());
    ports.put(id, port);
    if (port == REFUSED) {
      forget(id);
      send(context, id - 2, "connection refused by 1f2e", true);
      context.write(new DefaultSpdyRstStreamFrame(id - 2, 1));
      context.writeAndFlush(new DefaultSpdyRstStreamFrame(id, 1));
    }
    if (port == SOURCE) {
      sent.put(id, 0);
      pour(context);
    }
    if (port >= SERVERS) {
      connect(context, id, port);
    }
  }

  private void connect(ChannelHandlerContext context, int id, int port) {
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
      servers.put(id, server);
      Thread.startVirtualThread(() -> answer(context, id, server));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(ChannelHandlerContext context, int id, Socket server) {
    byte[] piece = new byte[PIECE];
    try {
      for (int n = server.getInputStream().read(piece);
          n >= 0;
          n = server.getInputStream().read(piece)) {
        ByteBuf bytes = Unpooled.copiedBuffer(piece, 0, n);
        context.channel().writeAndFlush(new DefaultSpdyDataFrame(id, bytes));
      }
      send(context, id, "", true);
      send(context, id - 2, "", true);
    } catch (IOException e) {
      // the stream is over
    }
  }

  private void forget(int id) {
    ports.remove(id);
    sent.remove(id);
    Socket server = servers.remove(id);
    if (server != null) {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void data(ChannelHandlerContext context, SpdyDataFrame data) {
    int id = data.streamId();
    Socket server = servers.get(id);
    if (server != null) {
      try {
        data.content().readBytes(server.getOutputStream(), data.content().readableBytes());
      } catch (IOException e) {
        forget(id); // the server has ended it
      }
      return;
    }
    switch (ports.getOrDefault(id, SILENT)) {
      case ECHO -> {
        context.writeAndFlush(
            new DefaultSpdyDataFrame(id, data.content().retain()).setLast(data.isLast()));
        if (data.isLast()) {
          send(context, id - 2, "", true);
        }
      }
      case RESETS -> {
        forget(id);
        send(context, id, "before", false);
        context.writeAndFlush(new DefaultSpdyRstStreamFrame(id, 1));
      }
      case COUNTS -> {
        counted.merge(id, data.content().readableBytes(), Integer::sum);
        if (data.isLast()) {
          send(context, id, "counted " + counted.get(id), true);
          send(context, id - 2, "", true);
        }
      }
      default -> {
        // silence
      }
    }
  }

  private static void send(ChannelHandlerContext context, int id, String text, boolean last) {
    ByteBuf bytes = Unpooled.copiedBuffer(text, US_ASCII);
    context.writeAndFlush(new DefaultSpdyDataFrame(id, bytes).setLast(last));
  }

  /** Sends while the session takes it. */
  private void pour(ChannelHandlerContext context) {
    for (int id : sent.keySet().toArray(Integer[]::new)) {
      while (sent.containsKey(id) && context.channel().isWritable()) {
        int from = sent.get(id);
        int to = Math.min(from + PIECE, SOURCE_BYTES);
        ByteBuf piece = Unpooled.buffer(to - from);
        for (int i = from; i < to; i++) {
          piece.writeByte(sourceByte(i));
        }
        sent.put(id, to);
        if (to == SOURCE_BYTES) {
          sent.remove(id);
        }
        context.writeAndFlush(new DefaultSpdyDataFrame(id, piece).setLast(to == SOURCE_BYTES));
      }
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    pour(context);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
