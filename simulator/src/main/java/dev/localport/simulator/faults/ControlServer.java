package dev.localport.simulator.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.localport.simulator.objects.StatusException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The control port: HTTP on 127.0.0.1, for clients that know the token in the path. */
public final class ControlServer {
  private static final int MAX_BODY = 64 * 1024;

  private final ControlRoutes routes;
  private final String token;

  /**
   * Creates one.
   *
   * @param token what every path has to begin with
   */
  public ControlServer(ControlRoutes routes, String token) {
    this.routes = routes;
    this.token = token;
  }

  /** Listens on a free port; the future has the URL, token and all. */
  public CompletableFuture<String> open(EventLoop loop) {
    CompletableFuture<String> opened = new CompletableFuture<>();
    var binding =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            new HttpServerCodec(),
                            new HttpObjectAggregator(MAX_BODY),
                            new Requests());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    var _ =
        binding.addListener(_ -> {
          if (binding.isSuccess()) {
            InetSocketAddress at = (InetSocketAddress) binding.channel().localAddress();
            opened.complete("http://127.0.0.1:%d/%s".formatted(at.getPort(), token));
          } else {
            opened.completeExceptionally(binding.cause());
          }
        });
    return opened;
  }

  private final class Requests extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      QueryStringDecoder uri = new QueryStringDecoder(request.uri());
      String[] path = uri.path().split("/", -1); // begins with an empty part
      if (path.length < 2 || !path[1].equals(token)) {
        answer(context, 403, "the path must begin with the token\n");
        return;
      }
      if (request.method().equals(HttpMethod.GET)) {
        answer(context, 200, routes.describe());
        return;
      }
      Map<String, String> values = new HashMap<>();
      uri.parameters().forEach((key, all) -> values.put(key, all.getFirst()));
      try {
        var _ =
            routes
                .handle(path.length > 2 ? path[2] : "", values)
                .whenComplete((_, failure) ->
                    answer(
                        context,
                        failure == null ? 200 : 500,
                        failure == null ? "ok\n" : failure.getMessage() + "\n"));
      } catch (StatusException refusal) {
        answer(context, refusal.code(), refusal.getMessage() + "\n");
      }
    }

    private static void answer(ChannelHandlerContext context, int status, String text) {
      ByteBuf body = Unpooled.copiedBuffer(text, UTF_8);
      HttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), body);
      response
          .headers()
          .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
          .set(HttpHeaderNames.CONNECTION, "close")
          .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
      var _ = context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close(); // the client's business
    }
  }
}
