package dev.localport.daemon.tunnel;

import dev.localport.api.Failure;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A session over SPDY/3.1, plain or in a WebSocket: one connection that carries many streams.
 *
 * <p>The Kubernetes side knows no window updates (moby/spdystream ignores them): what a slow reader
 * leaves unread is held back by TCP for the whole session. So a stream whose reader stalls beyond
 * its buffer stops the session's reading until it drains; {@link #stall} counts those streams.
 *
 * <p>Servers hand data to a connection's reader one by one; if that reader has ended, old ones
 * (moby/spdystream before its streams were reset on errors) wait forever, and with them one of the
 * five workers that all frames of the session go through. Then the session is doubted. Streams that
 * are open live on, since what comes down does not pass the workers.
 *
 * <p>Over 300 lines, since half of it are the short answers that two interfaces ask for; what is
 * more than that is in {@link Streams}, {@link FrameWriter} and {@link Heartbeat}.
 */
final class SpdySession extends PingedSession {
  /**
   * Unsent bytes past which writers have to wait: on a slow line a ping still gets through in time.
   */
  static final int MAX_UNSENT_BYTES = 256 * 1024;

  /**
   * Bytes for a stream that was reset, after what was in transit then, past which its server does
   * not intend to stop.
   */
  static final int MAX_LATE_BYTES = 256 * 1024;

  /** The same while that is not known: no connection has more than this in transit. */
  static final int MAX_DRAIN_BYTES = 64 * 1024 * 1024;

  private static final int MAX_STREAM_ID = Integer.MAX_VALUE - 4;

  private final Channel channel;
  private final Protocol protocol;
  private final FrameWriter writer;
  private final Streams streams = new Streams();
  private final FrameBudget budget;
  private final Replies replies;
  private final Duration replyLimit;
  private int nextStreamId = 1;
  private int requests;
  private int drains; // streams that were reset while data came, which may still be in transit
  private long late; // bytes of such streams since that answer, or since the reset

  /**
   * @param protocol what carries the frames
   */
  SpdySession(Channel channel, Protocol protocol, Heartbeat.Settings settings) {
    super(channel.eventLoop(), settings);
    this.channel = channel;
    this.protocol = protocol;
    this.budget = new FrameBudget(settings.nanoTime());
    this.writer = new FrameWriter(channel, pings()::progressed);
    this.replyLimit = settings.patience().interval().plus(settings.patience().timeout());
    this.replies =
        new Replies(
            channel.eventLoop(),
            replyLimit,
            settings.nanoTime(),
            this::mayHoldReplies,
            pings()::pingNow,
            () -> close(Failures.unopened(replyLimit)));
    TcpRetries.often(channel, settings.patience());
  }

  @Override
  public Protocol protocol() {
    return protocol;
  }

  @Override
  public boolean separatesStreams() {
    return false;
  }

  @Override
  public Duration sinceProgress() {
    return pings().sinceProgress();
  }

  @Override
  public boolean takesStreams() {
    return super.takesStreams() && nextStreamId < MAX_STREAM_ID;
  }

  @Override
  public boolean isFree() {
    return takesStreams()
        && !isStalled()
        && drains == 0
        && channel.isWritable()
        && !pings().isHesitant();
  }

  /**
   * Opens a connection. Both streams leave in one flight, and what is written next follows without
   * waiting for a reply, since the server handles a stream's frames in order: the first byte is
   * back after one round trip.
   */
  @Override
  public TunnelStream open(int port, StreamListener listener) {
    int errorId = nextStreamId;
    int dataId = nextStreamId + 2;
    nextStreamId += 4;
    SpdyStream stream = new SpdyStream(this, dataId, listener);
    streams.add(stream);
    budget.expect(FrameBudget.A_STREAM);
    writer.open(errorId, dataId, port, Integer.toString(requests++));
    replies.asked();
    return stream;
  }

  /**
   * A late session is the heartbeat's business. A pod that does not read holds up the frames of all
   * streams.
   */
  private boolean mayHoldReplies() {
    return isOver() || isLate() || isStalled() || isBlocked() || streams.haveReplies();
  }

  @Override
  public void drain() {
    run(() -> {
      beginDraining();
      closeIfDrained();
    });
  }

  @Override
  public void close(Failure why) {
    run(() -> closeNow(why));
  }

  private void closeNow(Failure why) {
    if (!beginEnd()) {
      return;
    }
    List<SpdyStream> open = streams.all();
    streams.clear();
    disconnect();
    for (SpdyStream stream : open) {
      stream.broken(why.message());
    }
    ended(why);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // nothing could be done about it
  private void disconnect() {
    channel.close();
  }

  @Override
  public int streamCount() {
    return streams.count();
  }

  // What a stream asks for.

  void writeData(int id, ByteBuf data) {
    budget.expect(FrameBudget.A_DATA_FRAME);
    writer.data(id, data);
  }

  void writeEnd(int id) {
    writer.end(id);
  }

  void writeReset(SpdyStream stream) {
    writer.reset(stream.errorId(), stream.dataId());
  }

  /**
   * A stream was reset while data came: what is in transit goes before what comes for others. The
   * answer to a ping shows that it is through; but an old server continues sending to the end of
   * the download, and nothing less than the end of the session stops it.
   */
  void awaitDrained() {
    drains++;
    CompletableFuture<Void> answer = new CompletableFuture<>();
    var _ =
        answer.whenComplete((_, _) -> {
          drains--;
          late = 0;
        });
    pings().pingNow(answer);
  }

  boolean isWritable() {
    return channel.isWritable();
  }

  void stall(SpdyStream stream, boolean isStalled) {
    boolean was = isStalled();
    streams.stall(stream, isStalled);
    if (was == isStalled()) {
      return;
    }
    channel.config().setAutoRead(was);
    if (was) {
      pings().resumed();
    }
  }

  @Override
  public void suspectIfStalled() {
    if (isStalled()) {
      suspect();
    }
  }

  void forget(SpdyStream stream) {
    streams.remove(stream);
    stall(stream, false);
    closeIfDrained();
  }

  private void closeIfDrained() {
    if (isDraining() && streams.count() == 0 && beginEnd()) {
      writer.closeBehind();
      ended(Failures.drained());
    }
  }

  // What the heartbeat asks for.

  @Override
  public void writePing(int id) {
    writer.ping(id);
  }

  @Override
  public boolean isStalled() {
    return streams.isStalled();
  }

  @Override
  public boolean isSending() {
    return streams.haveSent();
  }

  @Override
  public boolean isBlocked() {
    return writer.isBlocked();
  }

  @Override
  public long sentBytes() {
    return writer.sentBytes();
  }

  @Override
  public @Nullable TcpFlow tcp() {
    return TcpFlow.of(channel);
  }

  // What the frame reader reports.

  /** Counts a frame without data; returns false when the session has to end for it. */
  boolean mayCome() {
    return budget.spend();
  }

  /** Returns whether there is or was a stream of this number: the server opens none. */
  boolean wasOpened(int id) {
    return (id & 1) == 1 && id < nextStreamId;
  }

  /** All that could be read was read. */
  void onReadComplete() {
    if (Unsent.isTooMuch(channel, streams.count())) {
      close(Failures.unread());
    }
  }

  /** A frame of a stream came, which may be over. */
  void onReply(int id) {
    replies.came();
    SpdyStream stream = streams.find(id);
    if (stream != null) {
      stream.replied();
    }
  }

  void onData(int id, ByteBuf data, boolean last) {
    SpdyStream stream = streams.find(id);
    if (stream == null) { // late bytes of a stream that was reset
      late += data.readableBytes();
      data.release();
      if (late > (drains > 0 ? MAX_DRAIN_BYTES : MAX_LATE_BYTES)) {
        suspect();
      }
    } else {
      stream.receive(id, data, last);
    }
  }

  void onEnd(int id) {
    SpdyStream stream = streams.find(id);
    if (stream != null) {
      stream.receive(id, null, true);
    }
  }

  void onReset(int id) {
    SpdyStream stream = streams.find(id);
    if (stream != null) {
      stream.receiveReset(id);
    }
  }

  void onPing(int id) {
    if ((id & 1) == 1) {
      pings().answered(id);
    } else if (!writer.answer(id)) {
      close(Failures.unread());
    }
  }

  void onGoAway() {
    beginDraining();
    announceEnd();
    closeIfDrained();
  }

  void onWritabilityChanged() {
    boolean writable = channel.isWritable();
    for (SpdyStream stream : streams.all()) {
      stream.listener().onWritable(writable);
    }
  }
}
