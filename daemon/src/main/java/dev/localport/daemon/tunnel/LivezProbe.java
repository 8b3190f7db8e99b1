package dev.localport.daemon.tunnel;

import dev.localport.daemon.net.Endpoint;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.util.concurrent.CompletableFuture;

/** {@code GET /livez}: whatever the answer is, the API server is there. */
final class LivezProbe implements Upgrade.Question {
  private final SessionDialer.Access access;
  private final CompletableFuture<Void> answered;

  /**
   * @param answered completes with any answer, and fails where there is none
   */
  LivezProbe(SessionDialer.Access access, CompletableFuture<Void> answered) {
    this.access = access;
    this.answered = answered;
  }

  @Override
  public void ask(ChannelHandlerContext context) {
    Endpoint endpoint = access.endpoint();
    HttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.GET,
            endpoint.basePath() + "/livez",
            Unpooled.EMPTY_BUFFER);
    access.headers().forEach(request.headers()::set);
    request
        .headers()
        .set(HttpHeaderNames.HOST, endpoint.authority())
        .set(HttpHeaderNames.CONNECTION, "close");
    var _ = context.writeAndFlush(request);
  }

  @Override
  public void onSwitched(ChannelHandlerContext context, HttpResponse response) {
    answered.complete(null);
    var _ = context.close();
  }

  @Override
  public void onFailed(DialException why) {
    if (why.refusal().filter(Refusal.Answered.class::isInstance).isPresent()) {
      answered.complete(null);
    } else {
      answered.completeExceptionally(why);
    }
  }
}
