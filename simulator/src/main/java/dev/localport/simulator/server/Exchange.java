package dev.localport.simulator.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.localport.simulator.objects.Json;
import dev.localport.simulator.objects.StatusException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpChunkedInput;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.stream.ChunkedInput;
import io.netty.handler.stream.ChunkedWriteHandler;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One request and how to answer it. */
final class Exchange {
  private static final String JSON = "application/json";
  private static final int MAX_UNSENT = 4 * 1024 * 1024;
  private static final int MAX_MESSAGE = 64 * 1024;

  private final ChannelHandlerContext context;
  private final FullHttpRequest request;
  private final QueryStringDecoder uri;

  Exchange(ChannelHandlerContext context, FullHttpRequest request) {
    this.context = context;
    this.request = request;
    this.uri = new QueryStringDecoder(request.uri());
  }

  ChannelHandlerContext context() {
    return context;
  }

  FullHttpRequest request() {
    return request;
  }

  String method() {
    return request.method().name();
  }

  byte[] bytes() {
    return ByteBufUtil.getBytes(request.content());
  }

  String body() {
    return request.content().toString(UTF_8);
  }

  String header(String name) {
    return request.headers().get(name, "");
  }

  /** Returns the parts of the path, empty ones left out. */
  List<String> path() {
    return Stream.of(uri.path().split("/", -1)).filter(part -> !part.isEmpty()).toList();
  }

  /** Returns a query parameter; empty if it is not there. */
  String query(String name) {
    return uri.parameters().getOrDefault(name, List.of("")).getFirst();
  }

  /** Returns whether a query parameter is there, with or without a value. */
  boolean has(String name) {
    return uri.parameters().containsKey(name);
  }

  boolean isTrue(String name) {
    return query(name).equals("true") || query(name).equals("1");
  }

  /**
   * Returns a number of the query.
   *
   * @throws StatusException (400) if it is not one
   */
  long number(String name, long otherwise) {
    String text = query(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw StatusException.badRequest("%s: \"%s\" is not a number".formatted(name, text));
    }
  }

  void json(JsonNode body) {
    send(200, JSON, Json.write(body));
  }

  void refuse(StatusException refusal) {
    send(refusal.code(), JSON, Json.write(refusal.status()));
  }

  void text(String text) {
    send(200, "text/plain; charset=utf-8", text);
  }

  void send(int status, String type, String text) {
    send(status, type, text, Map.of());
  }

  /**
   * Sends an answer.
   *
   * @param headers what is added to its headers
   */
  void send(int status, String type, String text, Map<String, String> headers) {
    ByteBuf body = Unpooled.copiedBuffer(text, UTF_8);
    HttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), body);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, type)
        .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    headers.forEach(response.headers()::set);
    if (status == 429) {
      response.headers().set(HttpHeaderNames.RETRY_AFTER, 1);
    }
    var sent = context.writeAndFlush(response);
    if (!HttpUtil.isKeepAlive(request)) {
      var _ = sent.addListener(ChannelFutureListener.CLOSE);
    }
  }

  /**
   * Sends JSON that is made while it is sent, no faster than the client reads.
   *
   * @param packed whether it is gzip
   */
  void json(ChunkedInput<ByteBuf> pieces, boolean packed) {
    HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, JSON)
        .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    if (packed) {
      response.headers().set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP);
    }
    ChannelPipeline pipeline = context.pipeline();
    if (pipeline.get(ChunkedWriteHandler.class) == null) {
      pipeline.addBefore(context.name(), "pieces", new ChunkedWriteHandler());
    }
    var _ = context.write(response);
    var _ = context.writeAndFlush(new HttpChunkedInput(pieces));
  }

  /**
   * Begins an answer of unknown length: messages where the client asks for a WebSocket, else
   * chunks. {@code then} is called once pieces can be sent.
   */
  void stream(String type, Consumer<EventStream> then) {
    if (header("Upgrade").equalsIgnoreCase("websocket")) {
      webSocket(then);
      return;
    }
    HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, type)
        .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    var _ = context.writeAndFlush(response);
    then.accept(new EventStream.Chunks(context));
  }

  private void webSocket(Consumer<EventStream> then) {
    WebSocketServerHandshaker handshaker =
        new WebSocketServerHandshakerFactory(request.uri(), null, false, MAX_MESSAGE)
            .newHandshaker(request);
    if (handshaker == null) {
      throw StatusException.badRequest("this version of WebSocket is not supported");
    }
    ChannelPipeline pipeline = context.pipeline();
    var _ =
        handshaker
            .handshake(context.channel(), request)
            .addListener(done -> {
              if (done.isSuccess()) {
                EventStream.Client client = new EventStream.Client();
                pipeline.replace(context.handler(), "client", client);
                then.accept(new EventStream.Messages(pipeline.context(client)));
              } else {
                var _ = context.close();
              }
            });
  }

  /** Sends a piece of a stream; cuts a client off that has not read the last 4 MiB. */
  void send(EventStream stream, String text) {
    if (unsent() > MAX_UNSENT) {
      var _ = context.channel().close();
    } else {
      stream.send(text);
    }
  }

  private long unsent() {
    ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  /** Runs {@code task} once the client has disconnected. */
  void onGone(Runnable task) {
    var _ = context.channel().closeFuture().addListener(_ -> task.run());
  }
}
