package dev.localport.daemon.net;

import dev.localport.api.Failure;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The path of an HTTP client to an endpoint: a SOCKS5 server on loopback that leads to this one API
 * server, whatever it is asked for.
 *
 * <p>The Kubernetes client knows no HTTPS proxy, and sends the password of some others to the API
 * server. It looks names up on the one event loop of all contexts, and tries the first address
 * alone. So where there is a proxy, or a name, its calls take the path of the tunnels, and fail
 * with the same words. A client that does not know the relay's password is rejected: the proxy's
 * own is not lent to other users of this machine. Thread-safe.
 */
public final class ProxyRelay implements AutoCloseable {
  private static final String USER = "localport";
  private static final int PASSWORD_BYTES = 24;

  private final Transport transport;
  private final Connector connector;
  private final Endpoint endpoint; // without TLS: that is between the client and the server
  private final String password = newPassword();
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
  private final Channel listener;
  private volatile @Nullable Failure failure;

  /** Starts to listen on a free port. */
  public ProxyRelay(Transport transport, Endpoint endpoint) {
    this.transport = transport;
    this.connector = new Connector(transport);
    this.endpoint = endpoint.withoutTls();
    this.listener = listen();
  }

  private static String newPassword() {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private Channel listen() {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(transport.next())
            .channelFactory(transport.serverChannels())
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new Accepted())
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Channel channel = bound.syncUninterruptibly().channel(); // a free port: there is no wait
    channels.add(channel);
    return channel;
  }

  /** Returns the URL of the relay for a client, with its password. */
  public String url() {
    InetSocketAddress address = (InetSocketAddress) listener.localAddress();
    return "socks5://%s:%s@%s:%d"
        .formatted(USER, password, address.getAddress().getHostAddress(), address.getPort());
  }

  /**
   * Returns why the proxy did not connect, if that made a client's call fail.
   *
   * @param thrown what the client threw
   */
  public Optional<Failure> findFailure(Throwable thrown) {
    return ConnectFailures.isAbout(thrown, ProxyConnectException.class)
        ? Optional.ofNullable(failure)
        : Optional.empty();
  }

  /** Connects to the API server on the event loop of the client that waits for it. */
  private void dial(ChannelHandlerContext client) {
    Channel way = connector.connect(endpoint, client.channel().eventLoop(), new Waiting(client));
    channels.add(way);
    var _ =
        client
            .channel()
            .closeFuture()
            .addListener(done -> {
              var _ = way.close();
            });
  }

  /** Stops listening and ends all connections. */
  @Override
  public void close() {
    var _ = channels.close();
  }

  /** What a client's connection is made of. */
  private final class Accepted extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      channels.add(channel);
      SocksHandshake.add(channel.pipeline(), password, ProxyRelay.this::dial);
    }
  }

  /** Waits for a connection. */
  private static final class Opening extends ChannelInboundHandlerAdapter {
    private final Consumer<Channel> opened;

    Opening(Consumer<Channel> opened) {
      this.opened = opened;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      opened.accept(context.channel());
      context.pipeline().remove(this);
    }
  }

  /** A client that waits for its connection. */
  private final class Waiting implements Connector.User {
    private final ChannelHandlerContext client;

    Waiting(ChannelHandlerContext client) {
      this.client = client;
    }

    @Override
    public void build(ChannelPipeline pipeline) {
      if (pipeline.channel().isActive()) { // through a proxy
        open(pipeline.channel());
      } else {
        pipeline.addLast(new Opening(this::open));
      }
    }

    private void open(Channel way) {
      failure = null;
      SocksHandshake.open(client, way);
    }

    @Override
    public void onFailed(ConnectionException why) {
      failure = why.failure();
      SocksHandshake.refuse(client);
    }
  }
}
