package dev.localport.daemon.tunnel;

import dev.localport.api.FailureKind;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks the API server to turn an HTTP connection into a SPDY session, and reads its refusal where
 * it refuses.
 *
 * <p>{@code POST …/portforward} with {@code Upgrade: SPDY/3.1} is what all server versions answer
 * (k8s.io/streaming/pkg/httpstream/spdy).
 */
final class Upgrade extends SimpleChannelInboundHandler<HttpObject> {
  private static final int MAX_BODY = 64 * 1024;

  private final Endpoint endpoint;
  private final String path;
  private final Map<String, List<String>> headers;
  private final Heartbeat.Settings settings;
  private final CompletableFuture<Session> opened;
  private final StringBuilder body = new StringBuilder();
  private @Nullable HttpResponse refusal;

  Upgrade(
      Endpoint endpoint,
      String path,
      Map<String, List<String>> headers,
      Heartbeat.Settings settings,
      CompletableFuture<Session> opened) {
    this.endpoint = endpoint;
    this.path = path;
    this.headers = Map.copyOf(headers);
    this.settings = settings;
    this.opened = opened;
  }

  /** Sends the request; the connection and TLS have to stand. */
  void ask(ChannelHandlerContext context) {
    HttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.POST,
            endpoint.basePath() + path,
            Unpooled.EMPTY_BUFFER);
    headers.forEach(request.headers()::set);
    request
        .headers()
        .set(HttpHeaderNames.HOST, authority())
        .set(HttpHeaderNames.CONNECTION, "Upgrade")
        .set(HttpHeaderNames.UPGRADE, "SPDY/3.1")
        .set("X-Stream-Protocol-Version", "portforward.k8s.io")
        .set(HttpHeaderNames.CONTENT_LENGTH, 0);
    var _ = context.writeAndFlush(request);
  }

  private String authority() {
    String host = endpoint.host().contains(":") ? "[" + endpoint.host() + "]" : endpoint.host();
    return host + ":" + endpoint.port();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
    if (message instanceof HttpResponse response) {
      if (response.status().code() == 101) {
        upgraded(context);
        return;
      }
      refusal = response;
    }
    if (message instanceof HttpContent content && refusal != null) {
      if (body.length() < MAX_BODY) {
        body.append(content.content().toString(StandardCharsets.UTF_8));
      }
      if (message instanceof LastHttpContent) {
        refused(refusal.status().code(), refusal.status().reasonPhrase());
        var _ = context.close();
      }
    }
  }

  private void upgraded(ChannelHandlerContext context) {
    SpdySession session = new SpdySession(context.channel(), settings);
    context.pipeline().addLast(new SpdyHandler(session));
    context.pipeline().remove(this);
    context.pipeline().remove(HttpClientCodec.class); // passes on what came behind the 101
    opened.complete(session);
  }

  private void refused(int status, String reason) {
    String said = statusMessage();
    String message = said == null ? "HTTP %d %s".formatted(status, reason) : said;
    FailureKind kind =
        switch (status) {
          case 401 -> FailureKind.CREDENTIALS;
          case 403 -> FailureKind.FORBIDDEN;
          case 404 -> FailureKind.TARGET_MISSING;
          default -> FailureKind.SESSION;
        };
    String text =
        kind == FailureKind.CREDENTIALS
            ? "the API server does not accept the credentials (401 %s)".formatted(message)
            : "the API server refused the port forward: " + message;
    opened.completeExceptionally(new DialException(kind, text));
  }

  /** Returns the message of a Kubernetes Status, or null where the body is something else. */
  private @Nullable String statusMessage() {
    try {
      JsonObject status = JsonObject.parse(body.toString());
      return "Status".equals(status.text("kind", "")) ? status.findText("message") : null;
    } catch (RpcException e) {
      return null; // a gateway's page, or nothing
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    opened.completeExceptionally(
        new DialException(
            FailureKind.UNREACHABLE, "the API server closed the connection before it answered"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    opened.completeExceptionally(Failures.connecting(endpoint, cause));
    var _ = context.close();
  }
}
