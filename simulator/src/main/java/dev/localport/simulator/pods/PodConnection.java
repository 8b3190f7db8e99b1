package dev.localport.simulator.pods;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a port of a pod, as containerd makes it for a forward: ends are passed on both
 * ways, and one second after the first of them all is over
 * (internal/cri/server/sandbox_portforward_linux.go). All methods run on the event loop.
 */
public final class PodConnection extends ChannelInboundHandlerAdapter {
  private static final long LINGER_MILLIS = 1_000;

  /** The other side of the connection. Nothing is called after {@code onDone}. */
  public interface Listener {
    /** The pod sent bytes; the listener owns the buffer. */
    void onData(ByteBuf data);

    /** The pod will send nothing more. */
    void onEnd();

    /** Whether more may be written just now. */
    void onWritable(boolean writable);

    /**
     * All is over.
     *
     * @param error what went wrong in the runtime's words; null if nothing did
     */
    void onDone(@Nullable String error);
  }

  private final RunningPod pod;
  private final int port;
  private final Listener listener;
  private final Queue<ByteBuf> early = new ArrayDeque<>();
  private @Nullable Channel channel;
  private boolean ending;
  private boolean inputEnded;
  private boolean outputEnded;
  private boolean done;

  private PodConnection(RunningPod pod, int port, Listener listener) {
    this.pod = pod;
    this.port = port;
    this.listener = listener;
  }

  /** Connects; the listener is called later, never from in here. */
  public static PodConnection open(RunningPod pod, int port, Listener listener) {
    PodConnection connection = new PodConnection(pod, port, listener);
    pod.loop().execute(connection::connect);
    return connection;
  }

  private void connect() {
    if (pod.isGone()) {
      finish("failed to find sandbox \"%s\" in store: not found".formatted(pod.sandbox()));
      return;
    }
    Optional<SocketAddress> address = pod.address(port);
    if (address.isEmpty()) {
      refused();
      return;
    }
    listener.onWritable(false);
    var _ =
        new Bootstrap()
            .group(pod.loop())
            .channel(NioSocketChannel.class)
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .handler(this)
            .connect(address.get())
            .addListener(connected -> {
              if (!connected.isSuccess()) {
                refused(); // its servers have ended just now
              }
            });
  }

  private void refused() {
    finish(
        inNamespace(
            ("failed to connect to localhost:%d inside namespace \"%s\", IPv4: dial tcp4"
                    + " 127.0.0.1:%d: connect: connection refused IPv6 dial tcp6 [::1]:%d:"
                    + " connect: connection refused ")
                .formatted(port, namespace(), port, port)));
  }

  private String inNamespace(String words) {
    return "failed to execute portforward in network namespace \"%s\": %s"
        .formatted(namespace(), words);
  }

  private String namespace() {
    return "/var/run/netns/cni-" + pod.sandbox().substring(0, 8);
  }

  /** Sends bytes to the pod; takes the buffer over. */
  public void write(ByteBuf data) {
    if (done || ending) {
      data.release();
    } else if (channel == null) {
      early.add(data);
    } else {
      var _ = channel.writeAndFlush(data);
    }
  }

  /** Sends the pod the end, behind all that was written. */
  public void end() {
    if (ending) {
      return;
    }
    ending = true;
    if (channel != null) {
      endOutput(channel);
    }
  }

  private void endOutput(Channel connected) {
    var _ =
        connected
            .writeAndFlush(Unpooled.EMPTY_BUFFER)
            .addListener(_ -> {
              outputEnded = true;
              var _ = ((SocketChannel) connected).shutdownOutput();
              ended();
            });
  }

  /** Breaks the connection; the listener receives nothing more. */
  public void abort() {
    done = true;
    early.forEach(ByteBuf::release);
    early.clear();
    if (channel != null) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      var _ = channel.close();
    }
  }

  /** Lets the pod send, or holds it back. */
  public void setReading(boolean reading) {
    if (channel != null) {
      channel.config().setAutoRead(reading);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    channel = context.channel();
    if (done) {
      abort();
      return;
    }
    early.forEach(data -> {
      var _ = context.write(data);
    });
    early.clear();
    context.flush();
    listener.onWritable(context.channel().isWritable());
    if (ending) {
      endOutput(context.channel());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (done) {
      ((ByteBuf) message).release();
    } else {
      listener.onData((ByteBuf) message);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent && !done) {
      inputEnded = true;
      listener.onEnd();
      ended();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (!done) {
      listener.onWritable(context.channel().isWritable());
    }
  }

  /** One direction has ended: the other has a second. */
  private void ended() {
    if (inputEnded && outputEnded) {
      finish(null);
    } else {
      var _ = pod.loop().schedule(() -> finish(null), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    finish(null);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    int from = context.channel().localAddress() instanceof InetSocketAddress it ? it.getPort() : 0;
    finish(
        inNamespace(
            "read tcp4 127.0.0.1:%d->127.0.0.1:%d: read: connection reset by peer"
                .formatted(from, port)));
  }

  private void finish(@Nullable String error) {
    if (done) {
      return;
    }
    done = true;
    early.forEach(ByteBuf::release);
    early.clear();
    if (channel != null) {
      var _ = channel.close();
    }
    listener.onDone(error);
  }
}
