package dev.localport.simulator.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes into each answer when it was given, as every HTTP server with a clock has to. */
final class Dates extends ChannelOutboundHandlerAdapter {
  private final InstantSource clock;

  Dates(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof HttpResponse response) {
      response
          .headers()
          .set(
              HttpHeaderNames.DATE,
              DateTimeFormatter.RFC_1123_DATE_TIME.format(
                  clock.instant().atOffset(ZoneOffset.UTC)));
    }
    var _ = context.write(message, promise);
  }
}
