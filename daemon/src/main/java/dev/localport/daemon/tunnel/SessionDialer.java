package dev.localport.daemon.tunnel;

import dev.localport.api.FailureKind;
import io.netty.bootstrap.Bootstrap;
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
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Opens sessions to pods. Thread-safe. */
public final class SessionDialer {
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

  private final Transport transport;
  private final InstantSource clock;
  private final Map<String, SessionGroup> groups = new ConcurrentHashMap<>();

  /** Dials over the given transport; {@code clock} is the wall time of what is shown. */
  public SessionDialer(Transport transport, InstantSource clock) {
    this.transport = transport;
    this.clock = clock;
  }

  /** Returns the sessions over one way to an API server. */
  public SessionGroup group(String way) {
    return groups.computeIfAbsent(way, name -> new SessionGroup());
  }

  /** Has all sessions prove that they live, see {@link SessionGroup#proveAll}. */
  public void proveAll() {
    groups.values().forEach(SessionGroup::proveAll);
  }

  /**
   * One session to open.
   *
   * @param endpoint the API server
   * @param headers credentials and the like, sent with the upgrade
   * @param namespace of the pod
   * @param pod its name
   * @param interval silence after which the session is pinged
   * @param timeout how long an answer may take
   * @param way names the way to the API server: sessions over the same one watch each other
   */
  public record Request(
      Endpoint endpoint,
      Map<String, List<String>> headers,
      String namespace,
      String pod,
      Duration interval,
      Duration timeout,
      String way) {}

  /**
   * Opens a session on the given event loop. The future fails with a {@link DialException}; it has
   * no deadline of its own, and cancelling it closes the connection.
   */
  public CompletableFuture<Session> dial(Request request, EventLoop loop) {
    CompletableFuture<Session> opened = new CompletableFuture<>();
    Endpoint endpoint = request.endpoint();
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channelFactory(transport.clientChannels())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
            .option(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(
                    SpdySession.MAX_UNSENT_BYTES / 2, SpdySession.MAX_UNSENT_BYTES))
            .resolver(
                endpoint.proxy() == null
                    ? DefaultAddressResolverGroup.INSTANCE
                    : NoopAddressResolverGroup.INSTANCE) // the proxy knows the name
            .handler(new Pipeline(request, opened));
    transport.keepUnsentShort(bootstrap);
    ChannelFuture connect =
        bootstrap.connect(
            endpoint.proxy() == null
                ? InetSocketAddress.createUnresolved(endpoint.host(), endpoint.port())
                : ProxyGate.target(endpoint));
    var _ =
        connect.addListener(done -> {
          if (!done.isSuccess()) {
            opened.completeExceptionally(
                endpoint.proxy() == null
                    ? Failures.connecting(endpoint, done.cause())
                    : new ProxyFailures(endpoint, endpoint.proxy()).unconnected(done.cause()));
          }
        });
    var _ =
        opened.whenComplete((session, failure) -> {
          if (failure != null) {
            var _ = connect.channel().close();
          } else {
            group(request.way()).add(session);
          }
        });
    return opened;
  }

  /** Builds the handlers of one connection: proxy, TLS, HTTP, upgrade. */
  private final class Pipeline extends ChannelInitializer<Channel> {
    private final Request request;
    private final CompletableFuture<Session> opened;

    Pipeline(Request request, CompletableFuture<Session> opened) {
      this.request = request;
      this.opened = opened;
    }

    @Override
    protected void initChannel(Channel channel) {
      Endpoint endpoint = request.endpoint();
      if (endpoint.proxy() == null) {
        build(channel, endpoint);
      } else {
        ProxyGate.add(
            channel.pipeline(),
            endpoint,
            opened::completeExceptionally,
            () -> build(channel, endpoint));
      }
    }

    private void build(Channel channel, Endpoint endpoint) {
      ChannelPipeline pipeline = channel.pipeline();
      if (endpoint.tls() != null) {
        pipeline.addLast(tlsHandler(channel, endpoint, endpoint.tls()));
      }
      String path =
          "/api/v1/namespaces/%s/pods/%s/portforward".formatted(request.namespace(), request.pod());
      Upgrade upgrade =
          new Upgrade(
              endpoint,
              path,
              request.headers(),
              new Heartbeat.Settings(
                  request.interval(),
                  request.timeout(),
                  clock,
                  System::nanoTime,
                  group(request.way())),
              opened);
      pipeline.addLast(new HttpClientCodec(), upgrade, new Ready(upgrade, endpoint.tls() != null));
    }

    private SslHandler tlsHandler(Channel channel, Endpoint endpoint, SslContext tls) {
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

  /** Returns what a dial that takes too long ends with. */
  public static DialException tooSlow(Endpoint endpoint, Duration after) {
    return new DialException(
        FailureKind.UNREACHABLE,
        "the API server %s:%d does not answer (%d s)"
            .formatted(endpoint.host(), endpoint.port(), after.toSeconds()));
  }
}
