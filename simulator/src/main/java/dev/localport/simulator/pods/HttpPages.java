package dev.localport.simulator.pods;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpChunkedInput;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.stream.ChunkedStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a pod: {@code /} says hello, {@code /bytes/N} sends N bytes, {@code /sink} answers
 * how many bytes were sent to it and their SHA-256, {@code /healthz} is ok. Nothing of a body is
 * kept.
 */
final class HttpPages extends SimpleChannelInboundHandler<HttpObject> {
  private static final int CHUNK = 32 * 1024;

  private final String pod;
  private final PodLog log;
  private @Nullable HttpRequest request;
  private MessageDigest digest = sha256();
  private long count;

  HttpPages(String pod, PodLog log) {
    this.pod = pod;
    this.log = log;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
    if (message instanceof HttpRequest begun) {
      request = begun;
      digest = sha256();
      count = 0;
      if (HttpUtil.is100ContinueExpected(begun)) {
        var _ =
            context.writeAndFlush(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
      }
    }
    if (message instanceof HttpContent content) {
      count += content.content().readableBytes();
      digest.update(content.content().nioBuffer());
    }
    if (message instanceof LastHttpContent && request != null) {
      answer(context, request);
    }
  }

  private void answer(ChannelHandlerContext context, HttpRequest asked) {
    String path = asked.uri().split("\\?", 2)[0];
    OptionalLong bytes = bytes(path);
    boolean known = bytes.isPresent() || path.equals("/") || path.equals("/healthz");
    if (bytes.isPresent()) {
      send(context, bytes.getAsLong());
    } else if (path.equals("/sink")) {
      known = true;
      String sum = HexFormat.of().formatHex(digest.digest());
      text(context, 200, "{\"bytes\":%d,\"sha256\":\"%s\"}\n".formatted(count, sum));
    } else if (known) {
      text(context, 200, path.equals("/") ? "hello from %s\n".formatted(pod) : "ok\n");
    } else {
      text(context, 404, "no such page; there are / /healthz /bytes/N /sink\n");
    }
    log.write("%s %s %d".formatted(asked.method(), asked.uri(), known ? 200 : 404));
    if (!HttpUtil.isKeepAlive(asked)) {
      var _ = context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private static OptionalLong bytes(String path) {
    String prefix = "/bytes/";
    return path.startsWith(prefix) && path.substring(prefix.length()).matches("\\d{1,12}")
        ? OptionalLong.of(Long.parseLong(path.substring(prefix.length())))
        : OptionalLong.empty();
  }

  private static void text(ChannelHandlerContext context, int status, String text) {
    ByteBuf body = Unpooled.copiedBuffer(text, UTF_8);
    HttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), body);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
        .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
    var _ = context.writeAndFlush(response);
  }

  private static void send(ChannelHandlerContext context, long length) {
    HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    head.headers()
        .set(HttpHeaderNames.CONTENT_LENGTH, length)
        .set(HttpHeaderNames.CONTENT_TYPE, "application/octet-stream");
    var _ = context.write(head);
    var _ =
        context.writeAndFlush(new HttpChunkedInput(new ChunkedStream(new Pattern(length), CHUNK)));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close(); // the client's business
  }
}
