package dev.localport.simulator.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** An answer without a known length, piece by piece. */
interface EventStream {
  /** Sends a piece. */
  void send(String text);

  /** Ends the answer in order. */
  void end();

  /** The body of an HTTP response, in chunks. */
  record Chunks(ChannelHandlerContext context) implements EventStream {
    @Override
    public void send(String text) {
      var _ = context.writeAndFlush(new DefaultHttpContent(Unpooled.copiedBuffer(text, UTF_8)));
    }

    @Override
    public void end() {
      var _ = context.writeAndFlush(new DefaultLastHttpContent());
    }
  }

  /** Text messages of a WebSocket, which is how fabric8's client watches. */
  record Messages(ChannelHandlerContext context) implements EventStream {
    @Override
    public void send(String text) {
      var _ = context.writeAndFlush(new TextWebSocketFrame(text));
    }

    @Override
    public void end() {
      var _ =
          context
              .writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE))
              .addListener(ChannelFutureListener.CLOSE);
    }
  }

  /** The client's side of {@link Messages}: asks whether we are there, and goes. */
  final class Client extends SimpleChannelInboundHandler<WebSocketFrame> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
      switch (frame) {
        case PingWebSocketFrame ping -> {
          var _ = context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
        }
        case CloseWebSocketFrame close -> {
          var _ = context.writeAndFlush(close.retain()).addListener(ChannelFutureListener.CLOSE);
        }
        default -> {
          // a watcher has nothing to say
        }
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close(); // the client's business
    }
  }
}
