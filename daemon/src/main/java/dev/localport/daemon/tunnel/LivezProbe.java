package dev.localport.daemon.tunnel;

import dev.localport.api.FailureKind;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

/**
 * {@code GET /livez}: an answer of the API server says that it is there, also one that refuses. A
 * 5xx is none: a gateway gives it for a server that is not there. Neither is a page or a redirect.
 */
final class LivezProbe implements Upgrade.Question {
  private static final int CLIENT_ERROR = 400;
  private static final int SERVER_ERROR = 500;

  private final SessionDialer.Access access;
  private final CompletableFuture<Void> answered;

  /**
   * @param answered completes with a sign of life, and fails if there is none
   */
  LivezProbe(SessionDialer.Access access, CompletableFuture<Void> answered) {
    this.access = access;
    this.answered = answered;
  }

  @Override
  public void ask(ChannelHandlerContext context) {
    FullHttpRequest request = access.request(HttpMethod.GET, "/livez");
    request.headers().set(HttpHeaderNames.CONNECTION, "close");
    var _ = context.writeAndFlush(request);
  }

  @Override
  public void onSwitched(ChannelHandlerContext context, HttpResponse response) {
    answered.complete(null);
    var _ = context.close();
  }

  @Override
  public void onFailed(DialException why) {
    if (isSignOfLife(why)) {
      answered.complete(null);
    } else {
      answered.completeExceptionally(why);
    }
  }

  /** A gateway may refuse this path alone, with a page of its own and a 4xx. */
  private static boolean isSignOfLife(DialException why) {
    return why.refusal().orElse(null) instanceof Refusal.Answered answered
        && answered.status() < SERVER_ERROR
        && (answered.status() >= CLIENT_ERROR
            || why.failure().kind() != FailureKind.UNREACHABLE); // else a page or a redirect
  }
}
