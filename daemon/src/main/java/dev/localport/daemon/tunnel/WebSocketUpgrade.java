package dev.localport.daemon.tunnel;

import dev.localport.api.FailureKind;
import dev.localport.daemon.net.ForeignText;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/**
 * {@code GET …/portforward} for a WebSocket (RFC 6455) with one sub-protocol. The future completes
 * on the event loop before a frame is read: handlers that it adds see all of them.
 */
final class WebSocketUpgrade implements Upgrade.Question {
  /**
   * The longest frame that is taken: it is kept until it is whole. Servers send 32 KiB at a time.
   */
  static final int MAX_FRAME_BYTES = 256 * 1024;

  /**
   * Netty takes the path alone from its URL: the connection stands, and the header Host is ours.
   * The server's own name may be one that {@link URI} does not know, such as one with an
   * underscore.
   */
  private static final String ANY_HOST = "ws://localhost";

  private static final long NO_FORCED_CLOSE = 0;

  private final WebSocketClientHandshaker handshaker;
  private final String protocol;
  private final CompletableFuture<Channel> opened;

  /**
   * @param path with its query
   * @param protocol what {@code Sec-WebSocket-Protocol} has to say
   */
  WebSocketUpgrade(
      SessionDialer.Access access,
      String path,
      String protocol,
      CompletableFuture<Channel> opened) {
    HttpHeaders headers = new DefaultHttpHeaders();
    access.headers().forEach(headers::set);
    headers.set(HttpHeaderNames.HOST, access.endpoint().authority());
    this.handshaker =
        WebSocketClientHandshakerFactory.newHandshaker(
            URI.create(ANY_HOST + access.endpoint().basePath() + path),
            WebSocketVersion.V13,
            protocol,
            false,
            headers,
            MAX_FRAME_BYTES,
            true,
            false,
            NO_FORCED_CLOSE,
            false,
            false); // no Origin: we are no page, and gateways look at it
    this.protocol = protocol;
    this.opened = opened;
  }

  @Override
  public void ask(ChannelHandlerContext context) {
    var _ = handshaker.handshake(context.channel()); // a failed one closes the channel
  }

  @Override
  public void onSwitched(ChannelHandlerContext context, HttpResponse response)
      throws DialException {
    String chosen = response.headers().get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
    if (chosen == null) {
      throw broken(
          "the response has no WebSocket subprotocol: a proxy in between seems to strip"
              + " Sec-WebSocket-Protocol");
    }
    if (!chosen.equals(protocol)) {
      throw broken(
          "the server chose the WebSocket subprotocol \"%s\" instead of \"%s\""
              .formatted(ForeignText.line(chosen), protocol));
    }
    try {
      handshaker.finishHandshake(
          context.channel(),
          new DefaultFullHttpResponse(
              response.protocolVersion(),
              response.status(),
              Unpooled.EMPTY_BUFFER,
              response.headers(),
              EmptyHttpHeaders.INSTANCE));
    } catch (WebSocketHandshakeException e) {
      throw broken(
          "the WebSocket handshake failed: " + ForeignText.line(String.valueOf(e.getMessage())));
    }
    opened.complete(context.channel());
  }

  private static DialException broken(String words) {
    return new DialException(
        FailureKind.SESSION,
        "the API server rejected the port forward: " + words,
        new Refusal.Broke(words));
  }

  /** Has a handler see all bytes that are read, frames or parts of them. */
  static void countBytes(Channel channel, ReadBytes counter) {
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addBefore(pipeline.context(HttpClientCodec.class).name(), null, counter);
  }

  @Override
  public void onFailed(DialException why) {
    opened.completeExceptionally(why);
  }
}
