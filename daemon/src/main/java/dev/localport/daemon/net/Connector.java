package dev.localport.daemon.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.NoopAddressResolverGroup;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Connects to API servers, through a proxy where there is one, and over TLS. Thread-safe. */
public final class Connector {
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

  private final Transport transport;

  /** Connects over the given transport. */
  public Connector(Transport transport) {
    this.transport = transport;
  }

  /** Uses a connection. Called on its event loop. */
  public interface User {
    /**
     * Adds handlers to a connection that is open to the server. They are notified that the channel
     * is active, and over TLS how the handshake ended.
     */
    void build(ChannelPipeline pipeline);

    /** The server cannot be reached. */
    void onFailed(ConnectionException why);
  }

  /** Connects on the given event loop. */
  public Channel connect(Endpoint endpoint, EventLoop loop, User user) {
    return connect(endpoint, loop, user, options -> {});
  }

  /**
   * Connects on the given event loop.
   *
   * @param options sets further options of the socket
   */
  public Channel connect(
      Endpoint endpoint, EventLoop loop, User user, Consumer<Bootstrap> options) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channelFactory(transport.clientChannels())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
            .resolver(
                endpoint.proxy() == null
                    ? HostNames.SHARED
                    : NoopAddressResolverGroup.INSTANCE) // the proxy knows the name
            .handler(new Connection(endpoint, user));
    options.accept(bootstrap);
    ChannelFuture connect =
        bootstrap.connect(
            endpoint.proxy() == null ? first(endpoint) : ProxyConnectHandler.target(endpoint));
    var _ =
        connect.addListener(done -> {
          if (!done.isSuccess()) {
            HostNames.SHARED.failed(first(endpoint));
            user.onFailed(
                endpoint.proxy() == null
                    ? ConnectFailures.of(endpoint, done.cause())
                    : new ProxyFailures(endpoint, endpoint.proxy()).unconnected(done.cause()));
          }
        });
    return connect.channel();
  }

  /** Returns what is connected to: the server, or the proxy before it. */
  private static InetSocketAddress first(Endpoint endpoint) {
    Proxy proxy = endpoint.proxy();
    return proxy == null
        ? InetSocketAddress.createUnresolved(endpoint.host(), endpoint.port())
        : InetSocketAddress.createUnresolved(proxy.host(), proxy.port());
  }

  /** What a connection is made of: proxy, TLS, and what its user adds. */
  private static final class Connection extends ChannelInitializer<Channel> {
    private final Endpoint endpoint;
    private final User user;

    Connection(Endpoint endpoint, User user) {
      this.endpoint = endpoint;
      this.user = user;
    }

    @Override
    protected void initChannel(Channel channel) {
      if (endpoint.proxy() == null) {
        build(channel);
      } else {
        ProxyConnectHandler.add(channel.pipeline(), endpoint, user::onFailed, () -> build(channel));
      }
    }

    private void build(Channel channel) {
      if (endpoint.tls() != null) {
        SslHandler tls =
            endpoint.tls().newHandler(channel.alloc(), endpoint.serverName(), endpoint.port());
        tls.setHandshakeTimeout(CONNECT_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        channel.pipeline().addLast(tls);
      }
      user.build(channel.pipeline());
    }
  }
}
