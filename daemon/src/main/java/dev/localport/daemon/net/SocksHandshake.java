package dev.localport.daemon.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.socksx.v5.DefaultSocks5CommandResponse;
import io.netty.handler.codec.socksx.v5.DefaultSocks5InitialResponse;
import io.netty.handler.codec.socksx.v5.DefaultSocks5PasswordAuthResponse;
import io.netty.handler.codec.socksx.v5.Socks5AddressType;
import io.netty.handler.codec.socksx.v5.Socks5AuthMethod;
import io.netty.handler.codec.socksx.v5.Socks5CommandRequest;
import io.netty.handler.codec.socksx.v5.Socks5CommandRequestDecoder;
import io.netty.handler.codec.socksx.v5.Socks5CommandStatus;
import io.netty.handler.codec.socksx.v5.Socks5InitialRequest;
import io.netty.handler.codec.socksx.v5.Socks5InitialRequestDecoder;
import io.netty.handler.codec.socksx.v5.Socks5Message;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthRequest;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthRequestDecoder;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthStatus;
import io.netty.handler.codec.socksx.v5.Socks5ServerEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Consumer;

/**
 * The server's side of a SOCKS5 greeting (RFC 1928, 1929): a client without the password gets no
 * further.
 */
final class SocksHandshake extends SimpleChannelInboundHandler<Socks5Message> {
  private static final String DECODER = "decoder";

  private final String password;
  private final Consumer<ChannelHandlerContext> asked;

  private SocksHandshake(String password, Consumer<ChannelHandlerContext> asked) {
    this.password = password;
    this.asked = asked;
  }

  /**
   * Builds a new connection's pipeline.
   *
   * @param asked is notified that a client with the right password waits for {@link #open} or
   *     {@link #refuse}
   */
  static void add(
      ChannelPipeline pipeline, String password, Consumer<ChannelHandlerContext> asked) {
    pipeline
        .addLast(Socks5ServerEncoder.DEFAULT)
        .addLast(DECODER, new Socks5InitialRequestDecoder())
        .addLast(new SocksHandshake(password, asked));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, Socks5Message message) {
    ChannelPipeline pipeline = context.pipeline();
    if (message instanceof Socks5InitialRequest hello
        && hello.authMethods().contains(Socks5AuthMethod.PASSWORD)) {
      pipeline.replace(DECODER, DECODER, new Socks5PasswordAuthRequestDecoder());
      var _ = context.writeAndFlush(new DefaultSocks5InitialResponse(Socks5AuthMethod.PASSWORD));
    } else if (message instanceof Socks5PasswordAuthRequest login && isRight(login.password())) {
      pipeline.replace(DECODER, DECODER, new Socks5CommandRequestDecoder());
      var _ =
          context.writeAndFlush(
              new DefaultSocks5PasswordAuthResponse(Socks5PasswordAuthStatus.SUCCESS));
    } else if (message instanceof Socks5CommandRequest) {
      context.channel().config().setAutoRead(false);
      asked.accept(context);
    } else {
      var _ = context.close();
    }
  }

  private boolean isRight(String given) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close(); // the client sees it, and its caller asks the relay why
  }

  /** Connects the client with the connection that was opened for it. */
  static void open(ChannelHandlerContext context, Channel upstream) {
    Channel client = context.channel();
    var _ = context.writeAndFlush(answer(Socks5CommandStatus.SUCCESS));
    client.pipeline().remove(Socks5ServerEncoder.class);
    client.pipeline().remove(DECODER);
    client.pipeline().remove(SocksHandshake.class);
    client.pipeline().addLast(new RelayPipe(upstream));
    upstream.pipeline().addLast(new RelayPipe(client));
    client.config().setAutoRead(true);
  }

  /** Reports to the client that there is no connection. */
  static void refuse(ChannelHandlerContext context) {
    var _ =
        context
            .writeAndFlush(answer(Socks5CommandStatus.FAILURE))
            .addListener(ChannelFutureListener.CLOSE);
  }

  private static DefaultSocks5CommandResponse answer(Socks5CommandStatus status) {
    return new DefaultSocks5CommandResponse(status, Socks5AddressType.IPv4, "0.0.0.0", 0);
  }
}
