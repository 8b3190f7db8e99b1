package dev.localport.daemon.tunnel;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

/**
 * {@code POST …/portforward} with {@code Upgrade: SPDY/3.1}, which all server versions answer
 * (k8s.io/streaming/pkg/httpstream/spdy).
 */
final class SpdyUpgrade implements Upgrade.Question {
  private final SessionDialer.Access access;
  private final String path;
  private final Heartbeat.Settings settings;
  private final CompletableFuture<Session> opened;

  SpdyUpgrade(
      SessionDialer.Access access,
      String path,
      Heartbeat.Settings settings,
      CompletableFuture<Session> opened) {
    this.access = access;
    this.path = path;
    this.settings = settings;
    this.opened = opened;
  }

  @Override
  public void ask(ChannelHandlerContext context) {
    FullHttpRequest request = access.request(HttpMethod.POST, path);
    request
        .headers()
        .set(HttpHeaderNames.CONNECTION, "Upgrade")
        .set(HttpHeaderNames.UPGRADE, "SPDY/3.1")
        .set("X-Stream-Protocol-Version", "portforward.k8s.io")
        .set(HttpHeaderNames.CONTENT_LENGTH, 0);
    var _ = context.writeAndFlush(request);
  }

  @Override
  public void onSwitched(ChannelHandlerContext context, HttpResponse response) {
    SpdySession session = new SpdySession(context.channel(), Protocol.SPDY, settings);
    context.pipeline().addLast(new SpdyHandler(session));
    context.pipeline().remove(HttpClientCodec.class); // passes on what came behind the 101
    opened.complete(session);
  }

  @Override
  public void onFailed(DialException why) {
    opened.completeExceptionally(why);
  }
}
