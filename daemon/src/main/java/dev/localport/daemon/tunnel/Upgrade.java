package dev.localport.daemon.tunnel;

import dev.localport.api.FailureKind;
import dev.localport.daemon.net.ConnectFailures;
import dev.localport.daemon.net.HttpAnswer;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * Asks the API server one question over HTTP, as a rule to speak another protocol, and reads its
 * refusal where it refuses. Confined to the connection's event loop.
 */
final class Upgrade extends SimpleChannelInboundHandler<HttpObject> {
  private static final int MAX_BODY = HttpAnswer.MOST_BODY;

  private final SessionDialer.Access access;
  private final Question question;
  private final StringBuilder body = new StringBuilder();
  private @Nullable HttpResponse refusal;

  /** What is asked, and what becomes of the answer. */
  interface Question {
    /** Sends the request; the connection and TLS stand. */
    void ask(ChannelHandlerContext context);

    /**
     * The server says 101. What followed it is passed on once the HTTP codec is removed.
     *
     * @throws DialException if it is not what was asked for
     */
    void onSwitched(ChannelHandlerContext context, HttpResponse response) throws DialException;

    /** It failed; may be called after {@link #onSwitched}, too. */
    void onFailed(DialException why);
  }

  Upgrade(SessionDialer.Access access, Question question) {
    this.access = access;
    this.question = question;
  }

  void ask(ChannelHandlerContext context) {
    question.ask(context);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
    if (message instanceof HttpResponse response) {
      if (response.status().code() == 101) {
        switched(context, response);
        return;
      }
      refusal = response;
    }
    if (message instanceof HttpContent content && refusal != null) {
      body.append(StreamErrors.words(content.content(), MAX_BODY - body.length()));
      if (message instanceof LastHttpContent || body.length() == MAX_BODY) {
        question.onFailed(Refused.by(access, answer(refusal)));
        var _ = context.close();
      }
    }
  }

  private void switched(ChannelHandlerContext context, HttpResponse response) {
    try {
      question.onSwitched(context, response);
      context.pipeline().remove(this);
    } catch (DialException e) {
      question.onFailed(e);
      var _ = context.close();
    }
  }

  private HttpAnswer answer(HttpResponse response) {
    HttpHeaders headers = response.headers();
    return new HttpAnswer(
        response.status().code(),
        response.status().reasonPhrase(),
        headers.get(HttpHeaderNames.SERVER),
        headers.get(HttpHeaderNames.LOCATION),
        headers.get(HttpHeaderNames.CONTENT_TYPE, ""),
        body.toString());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    question.onFailed(
        new DialException(
            FailureKind.UNREACHABLE,
            "the API server closed the connection before it responded",
            new Refusal.Broke("the connection was closed before a response")));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    question.onFailed(new DialException(ConnectFailures.of(access.endpoint(), cause)));
    var _ = context.close();
  }
}
