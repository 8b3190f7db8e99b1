package dev.localport.daemon.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyConnectionEvent;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Leads a new connection through a proxy: what follows in the pipeline is built, and is notified
 * that the channel is active, when the proxy has connected. What goes wrong until then is about the
 * proxy and is reported once.
 */
final class ProxyConnectHandler extends ChannelInboundHandlerAdapter {
  /** Shorter than an attempt and an API call may take: so both can say that it was the proxy. */
  static final int PATIENCE_MILLIS = 8_000;

  private static final int TLS_MILLIS = 5_000;

  private final ProxyFailures failures;
  private final Consumer<ConnectionException> refused;
  private final Runnable opened;
  private boolean over;
  private boolean open;

  private ProxyConnectHandler(
      ProxyFailures failures, Consumer<ConnectionException> refused, Runnable opened) {
    this.failures = failures;
    this.refused = refused;
    this.opened = opened;
  }

  /**
   * Adds the handlers for the endpoint's proxy to a pipeline that is still empty.
   *
   * @param refused gets why the proxy does not connect
   * @param opened builds the rest of the pipeline; called on the event loop
   */
  static void add(
      ChannelPipeline pipeline,
      Endpoint endpoint,
      Consumer<ConnectionException> refused,
      Runnable opened) {
    Proxy proxy = Objects.requireNonNull(endpoint.proxy(), "a gate is for a proxy");
    pipeline.addLast(new ProxyName());
    if (proxy.tls() != null) {
      pipeline.addLast(tlsHandler(pipeline, proxy, proxy.tls()));
    }
    pipeline.addLast(
        handler(proxy),
        new ProxyConnectHandler(new ProxyFailures(endpoint, proxy), refused, opened));
  }

  /** Returns the server's address for a proxy: a literal as bytes, a name as it is. */
  static InetSocketAddress target(Endpoint endpoint) {
    InetAddress literal = NetUtil.createInetAddressFromIpAddressString(endpoint.host());
    return literal == null
        ? InetSocketAddress.createUnresolved(endpoint.host(), endpoint.port())
        : new InetSocketAddress(literal, endpoint.port());
  }

  private static SslHandler tlsHandler(ChannelPipeline pipeline, Proxy proxy, SslContext tls) {
    SslHandler handler = tls.newHandler(pipeline.channel().alloc(), proxy.host(), proxy.port());
    handler.setHandshakeTimeout(TLS_MILLIS, TimeUnit.MILLISECONDS);
    return handler;
  }

  private static ProxyHandler handler(Proxy proxy) {
    InetSocketAddress address = InetSocketAddress.createUnresolved(proxy.host(), proxy.port());
    String password = Objects.requireNonNullElse(proxy.password(), "");
    ProxyHandler handler =
        switch (proxy.kind()) {
          case HTTP, HTTPS ->
              proxy.user() == null
                  ? new HttpProxyHandler(address)
                  : new HttpProxyHandler(address, proxy.user(), password);
          case SOCKS5 ->
              proxy.user() == null
                  ? new Socks5ProxyHandler(address)
                  : new Socks5ProxyHandler(address, proxy.user(), password);
        };
    handler.setConnectTimeoutMillis(PATIENCE_MILLIS);
    return handler;
  }

  /** The connection to the proxy stands, and nothing more. */
  @Override
  public void channelActive(ChannelHandlerContext context) {}

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ProxyConnectionEvent && !over) {
      opened.run(); // what it throws is a failure of this connection
      over = true;
      open = true;
      context.fireChannelActive();
      context.pipeline().remove(this);
    } else if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
      fail(context, handshake.cause());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (open) {
      context.fireExceptionCaught(cause); // about what continues behind the proxy
    } else {
      fail(context, cause);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (!over) {
      over = true;
      refused.accept(failures.closed());
    }
  }

  private void fail(ChannelHandlerContext context, Throwable cause) {
    if (!over) {
      over = true;
      refused.accept(failures.of(cause));
    }
    var _ = context.close();
  }
}
