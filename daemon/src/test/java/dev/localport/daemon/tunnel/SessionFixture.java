package dev.localport.daemon.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.spdy.SpdyFrameDecoder;
import io.netty.handler.codec.spdy.SpdyFrameEncoder;
import io.netty.handler.codec.spdy.SpdyVersion;
import io.netty.util.ResourceLeakDetector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A session on a channel in memory, with Netty's own reader and writer of frames as the server. One
 * thread, and time that moves when it is told to.
 */
final class SessionFixture {
  static final Duration INTERVAL = Duration.ofSeconds(9);
  static final Duration TIMEOUT = Duration.ofSeconds(4);
  static final Duration PROOF = Duration.ofSeconds(3);
  static final Duration GIVE_UP = Duration.ofSeconds(60);
  static final Patience PATIENCE =
      new Patience(INTERVAL, TIMEOUT, Duration.ofSeconds(4), PROOF, GIVE_UP);
  private static final Instant BEGIN = Instant.parse("2026-11-22T12:00:00Z");

  static {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
  }

  final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
  final EmbeddedChannel channel = new EmbeddedChannel();
  final Line line = new Line();
  final SpdySession session;
  final SpdyFrameEncoder server = new SpdyFrameEncoder(SpdyVersion.SPDY_3_1);
  private final FrameTexts frames = new FrameTexts();
  private final SpdyFrameDecoder reader =
      new SpdyFrameDecoder(SpdyVersion.SPDY_3_1, frames, 64 * 1024);
  private long nanos;

  /** What was told of its lateness. */
  final ToldLateness told = new ToldLateness();

  /** How long nothing is heard from other sessions of the same way. */
  Duration neighbours = Duration.ofDays(1);

  SessionFixture() {
    this(null);
  }

  /** As the other one, beside the sessions of a group. */
  SessionFixture(@Nullable SessionGroup group) {
    this(group, PATIENCE);
  }

  /** As the other one, with a patience of its own. */
  SessionFixture(@Nullable SessionGroup group, Patience patience) {
    channel.config().setAllocator(allocator);
    channel.freezeTime();
    session =
        new SpdySession(
            channel,
            Protocol.SPDY,
            new Heartbeat.Settings(
                patience,
                () -> BEGIN.plusNanos(nanos),
                () -> nanos,
                group == null ? but -> neighbours : group));
    channel.pipeline().addLast(line, new SpdyHandler(session));
    session.watch(told);
  }

  void advance(Duration by) {
    nanos += by.toNanos();
    channel.advanceTimeBy(by.toNanos(), TimeUnit.NANOSECONDS);
    channel.runScheduledPendingTasks();
    channel.runPendingTasks();
  }

  /** Returns what has been written since the last call, a frame a line, after the flush is due. */
  List<String> written() {
    channel.runPendingTasks();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      frames.in.writeBytes(part);
      part.release();
    }
    reader.decode(frames.in);
    List<String> written = List.copyOf(frames.texts);
    frames.texts.clear();
    return written;
  }

  void receive(ByteBuf bytes) {
    channel.writeInbound(bytes);
    channel.runPendingTasks();
  }

  void receiveData(int id, String text, boolean last) {
    receive(server.encodeDataFrame(allocator, id, last, bytes(text)));
  }

  void receiveReset(int id) {
    receive(server.encodeRstStreamFrame(allocator, id, 1));
  }

  void receivePing(int id) {
    receive(server.encodePingFrame(allocator, id));
  }

  /** Returns what the writer of frames copies and leaves to the caller. */
  static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }

  /** Returns bytes that have to be released. */
  ByteBuf text(String text) {
    return allocator.buffer().writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns why the session is over, or a word that it is not. */
  Failure end() {
    return session.closed().getNow(new Failure(FailureKind.SESSION, "it is open"));
  }

  /** Returns why the session is over, that it is late and why, or that it is open. */
  String life() {
    return session.isLate() && !session.closed().isDone() ? told.told.getLast() : end().message();
  }

  /** Ends the session and looks whether a buffer is left. */
  void close() {
    line.deliver();
    session.close(new Failure(FailureKind.SESSION, "the test is over"));
    channel.finishAndReleaseAll();
    frames.in.release();
    assertThat(allocator.metric().usedHeapMemory()).as("bytes never released").isZero();
    assertThat(allocator.metric().usedDirectMemory()).as("bytes never released").isZero();
  }

  /**
   * The way to the server: a flush takes everything at once, or nothing until the line is told to.
   */
  static final class Line extends ChannelOutboundHandlerAdapter {
    private record Write(ChannelHandlerContext context, Object message, ChannelPromise promise) {}

    private final Deque<Write> waiting = new ArrayDeque<>();
    private boolean full;
    int flushes;
    int reads;

    void fill() {
      full = true;
    }

    /** Takes one write that waits. */
    void takeOne() {
      Write write = waiting.removeFirst();
      var _ = write.context().writeAndFlush(write.message(), write.promise());
    }

    void deliver() {
      full = false;
      takeAll();
    }

    private void takeAll() {
      while (!waiting.isEmpty()) {
        takeOne();
      }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      waiting.addLast(new Write(context, message, promise));
    }

    @Override
    public void read(ChannelHandlerContext context) {
      reads++;
      context.read();
    }

    @Override
    public void flush(ChannelHandlerContext context) {
      flushes++;
      if (!full) {
        takeAll();
      }
      context.flush();
    }
  }

  /** Puts frames into words. */
  private static final class FrameTexts extends FrameListener {
    final ByteBuf in = Unpooled.buffer();
    final List<String> texts = new ArrayList<>();

    @Override
    void onFrame(String text) {
      texts.add(text);
    }
  }

  /** The session has answered its first ping. */
  void beginWithAPing() {
    var _ = session.ping();
    assertThat(written()).containsExactly("ping 1");
    receivePing(1);
  }
}
