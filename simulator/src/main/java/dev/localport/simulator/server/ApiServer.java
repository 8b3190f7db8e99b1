package dev.localport.simulator.server;

import dev.localport.simulator.faults.LineFaults;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The listener of the API server: can disappear, and come back on the same port. */
public final class ApiServer {
  private static final int MAX_BODY = 1024 * 1024;

  private final EventLoop loop;
  private final SslContext tls;
  private final LineFaults lines;
  private final Router router;
  private final InstantSource clock;
  private @Nullable Channel listener;
  private int port;

  /**
   * Creates one; {@link #open} starts it.
   *
   * @param port 0 for any
   */
  public ApiServer(EventLoop loop, int port, SslContext tls, LineFaults lines, Cluster cluster) {
    this.loop = loop;
    this.port = port;
    this.tls = tls;
    this.lines = lines;
    this.router = new Router(cluster);
    this.clock = cluster.clock();
  }

  /** Listens; the future has the port, which stays the same from then on. */
  public CompletableFuture<Integer> open() {
    CompletableFuture<Integer> opened = new CompletableFuture<>();
    Channel current = listener;
    if (current != null && current.isOpen()) {
      opened.complete(port);
      return opened;
    }
    var binding =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    lines.attach(channel).forEach(channel.pipeline()::addLast);
                    channel
                        .pipeline()
                        .addLast(
                            tls.newHandler(channel.alloc()),
                            new HttpServerCodec(),
                            new HttpObjectAggregator(MAX_BODY),
                            new Dates(clock),
                            new Requests());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    listener = binding.channel();
    var _ =
        binding.addListener(_ -> {
          if (binding.isSuccess()) {
            port = ((InetSocketAddress) binding.channel().localAddress()).getPort();
            opened.complete(port);
          } else {
            opened.completeExceptionally(binding.cause());
          }
        });
    return opened;
  }

  /** Stops listening: new connections are refused. Open connections are not touched. */
  public void close() {
    if (listener != null) {
      var _ = listener.close();
    }
  }

  private final class Requests extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      router.handle(new Exchange(context, request));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close(); // the client went, or does not speak TLS
    }
  }
}
