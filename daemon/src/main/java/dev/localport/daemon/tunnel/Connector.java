package dev.localport.daemon.tunnel;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.resolver.DefaultAddressResolverGroup;
import io.netty.resolver.NoopAddressResolverGroup;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Connects to API servers, through a proxy where there is one, and over TLS. Thread-safe. */
final class Connector {
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

  /**
   * How often a session is read, 64 KiB at a time, before others on its event loop have their turn:
   * Netty's own 16 let one that is flooded hold them up.
   */
  private static final int READS_A_TURN = 2;

  private final Transport transport;

  Connector(Transport transport) {
    this.transport = transport;
  }

  /** Asks one question over a connection of its own, on the given event loop. */
  Channel ask(Endpoint endpoint, Upgrade.Question question, EventLoop loop) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channelFactory(transport.clientChannels())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
            .option(
                ChannelOption.RCVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(READS_A_TURN))
            .option(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(
                    SpdySession.MAX_UNSENT_BYTES / 2, SpdySession.MAX_UNSENT_BYTES))
            .resolver(
                endpoint.proxy() == null
                    ? DefaultAddressResolverGroup.INSTANCE
                    : NoopAddressResolverGroup.INSTANCE) // the proxy knows the name
            .handler(new Pipeline(endpoint, question));
    transport.keepUnsentShort(bootstrap);
    ChannelFuture connect =
        bootstrap.connect(
            endpoint.proxy() == null
                ? InetSocketAddress.createUnresolved(endpoint.host(), endpoint.port())
                : ProxyGate.target(endpoint));
    var _ =
        connect.addListener(done -> {
          if (!done.isSuccess()) {
            ConnectionException why =
                endpoint.proxy() == null
                    ? ConnectFailures.of(endpoint, done.cause())
                    : new ProxyFailures(endpoint, endpoint.proxy()).unconnected(done.cause());
            question.onFailed(new DialException(why));
          }
        });
    return connect.channel();
  }

  /** Builds the handlers of one connection: proxy, TLS, HTTP, upgrade. */
  private static final class Pipeline extends ChannelInitializer<Channel> {
    private final Endpoint endpoint;
    private final Upgrade.Question question;

    Pipeline(Endpoint endpoint, Upgrade.Question question) {
      this.endpoint = endpoint;
      this.question = question;
    }

    @Override
    protected void initChannel(Channel channel) {
      if (endpoint.proxy() == null) {
        build(channel);
      } else {
        ProxyGate.add(
            channel.pipeline(),
            endpoint,
            why -> question.onFailed(new DialException(why)),
            () -> build(channel));
      }
    }

    private void build(Channel channel) {
      ChannelPipeline pipeline = channel.pipeline();
      if (endpoint.tls() != null) {
        pipeline.addLast(tlsHandler(channel, endpoint, endpoint.tls()));
      }
      Upgrade upgrade = new Upgrade(endpoint, question);
      pipeline.addLast(new HttpClientCodec(), upgrade, new Ready(upgrade, endpoint.tls() != null));
    }

    private static SslHandler tlsHandler(Channel channel, Endpoint endpoint, SslContext tls) {
      SslHandler handler = tls.newHandler(channel.alloc(), endpoint.serverName(), endpoint.port());
      handler.setHandshakeTimeout(CONNECT_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
      return handler;
    }
  }

  /**
   * Sends the upgrade as soon as the way is open: connected, and over TLS with the handshake done.
   */
  private static final class Ready extends ChannelInboundHandlerAdapter {
    private final Upgrade upgrade;
    private final boolean tls;

    Ready(Upgrade upgrade, boolean tls) {
      this.upgrade = upgrade;
      this.tls = tls;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      if (!tls) {
        go(context);
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof SslHandshakeCompletionEvent handshake) {
        if (handshake.isSuccess()) {
          go(context);
        } else {
          context.pipeline().fireExceptionCaught(handshake.cause());
        }
      }
    }

    private void go(ChannelHandlerContext context) {
      upgrade.ask(context);
      context.pipeline().remove(this);
    }
  }
}
