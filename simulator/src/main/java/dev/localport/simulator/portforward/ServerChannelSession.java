package dev.localport.simulator.portforward;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.localport.simulator.pods.PodConnection;
import dev.localport.simulator.pods.RunningPod;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code v4.channel.k8s.io}: one connection for each port that the request named; the first byte of
 * a message is its channel, 2n for the data of port n, 2n+1 for its errors. The first message of
 * each channel holds the port, little-endian. There is no end of one direction: when all
 * connections are over, the WebSocket is closed. Behind a {@link WebSocketTunnel} and a
 * reassembler, so that each buffer is one message.
 */
final class ServerChannelSession extends SimpleChannelInboundHandler<ByteBuf> {
  private final RunningPod pod;
  private final List<Integer> ports;
  private final List<PodConnection> connections = new ArrayList<>();
  private final Set<Integer> full = new HashSet<>();
  private int open;

  ServerChannelSession(RunningPod pod, List<Integer> ports) {
    this.pod = pod;
    this.ports = List.copyOf(ports);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    open = ports.size();
    for (int i = 0; i < ports.size(); i++) {
      int port = ports.get(i);
      for (int channel = 2 * i; channel <= 2 * i + 1; channel++) {
        send(context, channel, Unpooled.buffer(2).writeShortLE(port));
      }
      connections.add(PodConnection.open(pod, port, new Side(context, i)));
    }
  }

  private static void send(ChannelHandlerContext context, int channel, ByteBuf bytes) {
    ByteBuf first = Unpooled.buffer(1).writeByte(channel);
    var _ = context.writeAndFlush(Unpooled.wrappedBuffer(first, bytes));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
    if (!message.isReadable()) {
      return;
    }
    int channel = message.readUnsignedByte();
    if (channel % 2 == 0 && channel / 2 < connections.size()) {
      connections.get(channel / 2).write(message.retain());
    } // else an error channel, which nothing reads, or none at all
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    boolean writable = context.channel().isWritable();
    connections.forEach(connection -> connection.setReading(writable));
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    connections.forEach(PodConnection::abort);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close(); // a frame that is none, or the connection broke
  }

  private final class Side implements PodConnection.Listener {
    private final ChannelHandlerContext context;
    private final int index;

    Side(ChannelHandlerContext context, int index) {
      this.context = context;
      this.index = index;
    }

    @Override
    public void onData(ByteBuf data) {
      send(context, 2 * index, data);
      if (!context.channel().isWritable()) {
        connections.get(index).setReading(false);
      }
    }

    @Override
    public void onEnd() {
      // the protocol has no word for it
    }

    @Override
    public void onWritable(boolean writable) {
      if (writable) {
        full.remove(index);
      } else {
        full.add(index);
      }
      context.channel().config().setAutoRead(full.isEmpty());
    }

    @Override
    public void onDone(@Nullable String error) {
      if (error != null) {
        String words = FailureWords.failed(ports.get(index), pod.sandbox(), error);
        send(context, 2 * index + 1, Unpooled.copiedBuffer(words, UTF_8));
      }
      onWritable(true);
      open--;
      if (open == 0) {
        var _ = context.close();
      }
    }
  }
}
