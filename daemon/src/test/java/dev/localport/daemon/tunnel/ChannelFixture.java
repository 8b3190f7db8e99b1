package dev.localport.daemon.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A session on channels in memory, with time that is moved. One thread. */
final class ChannelFixture {
  static final int PORT = 0x1F90; // 8080

  final EmbeddedChannel clock = new EmbeddedChannel();
  final EmbeddedChannel socket = new EmbeddedChannel(new HttpClientCodec());
  final List<CompletableFuture<Channel>> openings = new ArrayList<>();
  final List<CompletableFuture<Void>> knocks = new ArrayList<>();
  final SessionGroup group = new SessionGroup();
  final ToldLateness late = new ToldLateness();
  final ToldStream told = new ToldStream();
  final ChannelSession session;
  private long nanos;

  ChannelFixture() {
    clock.freezeTime();
    session =
        new ChannelSession(
            clock.eventLoop(),
            new ChannelSession.Opener() {
              @Override
              public CompletableFuture<Channel> open(int port) {
                openings.add(new CompletableFuture<>());
                return openings.getLast();
              }

              @Override
              public CompletableFuture<Void> knock() {
                knocks.add(new CompletableFuture<>());
                return knocks.getLast();
              }
            },
            new Heartbeat.Settings(
                SessionFixture.PATIENCE, () -> Instant.EPOCH.plusNanos(nanos), () -> nanos, group));
    session.watch(late);
  }

  void close() {
    session.close(Failures.lost());
    socket.finishAndReleaseAll();
    clock.finishAndReleaseAll();
  }

  void advance(Duration by) {
    nanos += by.toNanos();
    clock.advanceTimeBy(by.toNanos(), TimeUnit.NANOSECONDS);
    clock.runScheduledPendingTasks();
  }

  TunnelStream open() {
    TunnelStream stream = session.open(PORT, told);
    openings.getLast().complete(socket);
    told.told.clear(); // that it is writable
    return stream;
  }

  static BinaryWebSocketFrame message(boolean last, int... bytes) {
    ByteBuf content = Unpooled.buffer();
    for (int each : bytes) {
      content.writeByte(each);
    }
    return new BinaryWebSocketFrame(last, 0, content);
  }

  static BinaryWebSocketFrame text(int channel, String text) {
    return new BinaryWebSocketFrame(
        Unpooled.wrappedBuffer(new byte[] {(byte) channel}, text.getBytes(UTF_8)));
  }

  void receivePorts() {
    socket.writeInbound(message(true, 0, 0x90, 0x1F), message(true, 1, 0x90, 0x1F));
  }

  <T extends WebSocketFrame> T sent(Class<T> type) {
    return type.cast(socket.readOutbound());
  }
}
