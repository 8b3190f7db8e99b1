package dev.localport.simulator.pods;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.Locale;
import java.util.Optional;

/**
 * What the server behind a container port does. The port's name in the pod's manifest says which,
 * up to a hyphen: {@code http}, {@code echo-2}. A port of any other name has no server and refuses.
 */
public enum Behaviour {
  /** Serves {@link HttpPages}. */
  HTTP,
  /** Sends back what it receives; a half-close is answered with one when all is sent. */
  ECHO,
  /** Echoes, but reads no more than 64 KiB a second. */
  SLOW,
  /** Reads and counts; after the client's half-close answers the count and a line feed. */
  DISCARD,
  /** Sends a line first, as mail and database servers do, then echoes. */
  GREETING,
  /** Reads and never answers. */
  SILENT,
  /** Accepts and closes in order. */
  CLOSE,
  /** Accepts, and resets with the first byte that comes. */
  RESET;

  /** Returns the behavior of a container port. */
  static Optional<Behaviour> find(String portName) {
    String first = portName.split("-", 2)[0].toUpperCase(Locale.ROOT);
    for (Behaviour behaviour : values()) {
      if (behaviour.toString().equals(first)) {
        return Optional.of(behaviour);
      }
    }
    return Optional.empty();
  }

  /** Makes an accepted connection behave like that. */
  void serve(Channel channel, String pod, PodLog log) {
    switch (this) {
      case HTTP ->
          channel
              .pipeline()
              .addLast(new HttpServerCodec(), new ChunkedWriteHandler(), new HttpPages(pod, log));
      case ECHO -> channel.pipeline().addLast(new Echo(""));
      case GREETING -> channel.pipeline().addLast(new Echo("220 " + pod + " ready\r\n"));
      case SLOW -> channel.pipeline().addLast(new SlowReads(), new Echo(""));
      case DISCARD -> channel.pipeline().addLast(new Discard());
      case SILENT -> channel.pipeline().addLast(new Silence());
      case CLOSE -> {
        var _ = channel.close();
      }
      case RESET -> {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.pipeline().addLast(new Reset());
      }
    }
  }

  private static final class Reset extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
      var _ = context.close();
    }
  }
}
