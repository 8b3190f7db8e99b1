package dev.localport.daemon.tunnel;

import dev.localport.daemon.net.ConnectionException;
import dev.localport.daemon.net.Connector;
import dev.localport.daemon.net.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/** Asks API servers to upgrade, each over a connection of its own. Thread-safe. */
final class UpgradeConnector {
  private final Transport transport;
  private final Connector connector;

  UpgradeConnector(Transport transport) {
    this.transport = transport;
    this.connector = new Connector(transport);
  }

  /** Asks one question over a connection of its own, on the given event loop. */
  Channel ask(SessionDialer.Access access, Upgrade.Question question, EventLoop loop) {
    return connector.connect(access.endpoint(), loop, new Asking(access, question), this::options);
  }

  private void options(Bootstrap session) {
    session
        .option(ChannelOption.RCVBUF_ALLOCATOR, new FairReads(System::nanoTime))
        .option(
            ChannelOption.WRITE_BUFFER_WATER_MARK,
            new WriteBufferWaterMark(
                SpdySession.MAX_UNSENT_BYTES / 2, SpdySession.MAX_UNSENT_BYTES));
    transport.keepUnsentShort(session);
  }

  private record Asking(SessionDialer.Access access, Upgrade.Question question)
      implements Connector.User {
    @Override
    public void build(ChannelPipeline pipeline) {
      Upgrade upgrade = new Upgrade(access, question);
      pipeline.addLast(
          new HttpClientCodec(), upgrade, new Ready(upgrade, access.endpoint().tls() != null));
    }

    @Override
    public void onFailed(ConnectionException why) {
      question.onFailed(new DialException(why));
    }
  }

  /**
   * Sends the upgrade as soon as the connection is open: connected, and over TLS with the handshake
   * done.
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

    /** Passes a failure on to the handlers behind this one, so that the attempt fails at once. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.pipeline().fireExceptionCaught(cause);
    }

    private void go(ChannelHandlerContext context) {
      upgrade.ask(context);
      context.pipeline().remove(this);
    }
  }
}
