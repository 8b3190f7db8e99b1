package dev.localport.daemon.forward.local;

import dev.localport.daemon.tunnel.Session;
import dev.localport.daemon.tunnel.StreamListener;
import dev.localport.daemon.tunnel.TunnelStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection: moves bytes between a local socket and a stream, both ways, on the event loop
 * that owns both.
 *
 * <p>Each side is read only while the other takes bytes. An end is passed on as an end, a reset as
 * a reset. What a slow local reader has not taken is bounded by its channel's high-water mark; past
 * it the session's reading is held back.
 */
final class Relay extends ChannelInboundHandlerAdapter implements StreamListener {
  /** Bytes that wait for a slow local reader before the session's reading is held back. */
  static final int MAX_UNREAD_BYTES = 1024 * 1024;

  /** When a connection was accepted, in nanoseconds of the monotonic clock. */
  static final AttributeKey<Long> ACCEPTED = AttributeKey.valueOf(Relay.class, "accepted");

  private final SocketChannel local;
  private final Traffic traffic;
  private final Outcome outcome;
  private final SmallWrites writes;
  private @Nullable Session session;
  private @Nullable TunnelStream stream;
  private @Nullable HeldBytes waited;
  private boolean over;
  private boolean flushing;
  private boolean sending;
  private boolean answered;
  private long counted; // bytes to come that an attempt before has counted

  /** What became of a connection: one of these is reported, once, on the event loop. */
  interface Outcome {
    /** It ended in order, by either side. */
    void onOver();

    /**
     * The server ended it with an error.
     *
     * @param answered whether anything had come from the pod before
     * @param aboutPod whether the server says that the pod itself no longer exists
     */
    void onBroken(String why, boolean answered, boolean aboutPod);

    /** Why it was broken, once the session that carried it shows whether it is over, too. */
    void onCounted(FailureCause cause);

    /**
     * It had no stream, and continues over another session: nothing of it has left this machine.
     *
     * @param why plain words
     * @param aboutPod whether the server says that the pod no longer exists
     * @param unsent what its client has sent
     */
    void onUnopened(String why, boolean aboutPod, Unsent unsent);
  }

  /**
   * What a client has sent that was not taken.
   *
   * @param pieces in order; the caller owns the buffers from now on
   * @param counted how many of these bytes are counted as sent already
   * @param ended whether the client sends no more
   */
  record Unsent(List<ByteBuf> pieces, long counted, boolean ended) {
    Unsent {
      pieces = List.copyOf(pieces);
    }
  }

  /** Relays {@code local} and reports the outcome. */
  Relay(SocketChannel local, Traffic traffic, Outcome outcome) {
    this.local = local;
    this.traffic = traffic;
    this.outcome = outcome;
    this.writes = new SmallWrites(local);
  }

  /**
   * Opens the stream and begins to send, at once or after a pause: data for a connection that the
   * server refuses may hold up its whole session, so a port that refused the last one is given the
   * time to refuse this one first.
   *
   * @param held what takes the client's bytes until then and is in the pipeline already; null: none
   */
  void start(Session over, int port, @Nullable HeldBytes held, Duration caution) {
    session = over;
    traffic.active.incrementAndGet();
    traffic.count(local);
    stream = over.open(port, this);
    waited = held;
    if (caution.isZero()) {
      local.pipeline().addLast(this);
      begin();
      return;
    }
    if (held == null) {
      waited = new HeldBytes(() -> {});
      local.pipeline().addLast(waited);
    }
    local.pipeline().addLast(this);
    local.config().setAutoRead(true);
    var _ = local.eventLoop().schedule(this::begin, caution.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What came meanwhile goes first; from now on each side is read while the other takes bytes. */
  private void begin() {
    if (over || sending || stream == null) {
      return;
    }
    sending = true;
    if (waited != null) {
      counted = waited.counted();
      waited.take().forEach(this::send);
      if (waited.isEnded()) {
        stream.end();
      }
      local.pipeline().remove(waited);
      waited = null;
    }
    local.config().setAutoRead(stream.isWritable());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    send((ByteBuf) message);
  }

  private void send(ByteBuf data) {
    if (stream == null || over) {
      data.release();
      return;
    }
    long again = Math.min(counted, data.readableBytes());
    counted -= again;
    traffic.sent.add(data.readableBytes() - again);
    stream.write(data);
    if (!stream.isWritable()) {
      local.config().setAutoRead(false);
    }
  }

  @Override
  public void onWritable(boolean writable) {
    if (sending) {
      local.config().setAutoRead(writable);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event instanceof ChannelInputShutdownEvent && sending && stream != null) {
      stream.end();
    }
    super.userEventTriggered(context, event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (!over && stream != null) {
      stream.reset();
      finish();
      outcome.onOver();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close(); // the client reset it: channelInactive follows
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (stream != null && !over) {
      stream.stall(!local.isWritable());
    }
  }

  @Override
  public void onData(ByteBuf data) {
    traffic.received.add(data.readableBytes());
    if (!answered) {
      answered = true;
      measure();
    }
    begin();
    writes.write(data);
    if (!flushing) {
      flushing = true;
      local
          .eventLoop()
          .execute(() -> {
            flushing = false;
            writes.flush();
          });
    }
  }

  private void measure() {
    Long accepted = local.attr(ACCEPTED).get();
    if (accepted != null) {
      traffic.firstBytes.add(System.nanoTime() - accepted);
    }
  }

  @Override
  public void onEnd() {
    writes.drain();
    var _ =
        local
            .writeAndFlush(Unpooled.EMPTY_BUFFER)
            .addListener(done -> {
              if (local.isActive() && !local.isOutputShutdown()) {
                var _ = local.shutdownOutput();
              }
            });
  }

  @Override
  public void onDone() {
    finish();
    outcome.onOver();
    writes.drain();
    var _ = local.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void onBroken(String why, boolean aboutPod) {
    finish();
    local.eventLoop().execute(() -> count(why, aboutPod)); // a session that ends is over then
    outcome.onBroken(why, answered, aboutPod);
    writes.drain();
    // what came before the break is delivered first, then the client sees a reset and not an
    // orderly end
    var _ = local.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> reset(local));
  }

  @Override
  public void onUnopened(String why, boolean aboutPod, List<ByteBuf> written) {
    finish();
    long bytes = written.stream().mapToLong(ByteBuf::readableBytes).sum();
    List<ByteBuf> pieces = new ArrayList<>(written);
    boolean ended = local.isInputShutdown();
    if (waited != null) {
      bytes += waited.counted();
      pieces.addAll(waited.take());
      local.pipeline().remove(waited);
      waited = null;
    }
    local.pipeline().remove(this);
    outcome.onUnopened(why, aboutPod, new Unsent(pieces, bytes, ended));
  }

  private void count(String why, boolean aboutPod) {
    if (session != null) {
      FailureCause cause = FailureCause.of(why, aboutPod, session);
      traffic.failed.add(cause);
      outcome.onCounted(cause);
    }
  }

  /** Ends it from our side: both ends see a reset, and it counts as no failure. */
  void giveUp() {
    if (!over && stream != null) {
      stream.reset();
      finish();
      outcome.onOver();
    }
    reset(local);
  }

  private void finish() {
    over = true;
    traffic.active.decrementAndGet();
  }

  /** Closes a socket so that its client sees a reset. */
  static void reset(SocketChannel channel) {
    if (channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      var _ = channel.close();
    }
  }
}
