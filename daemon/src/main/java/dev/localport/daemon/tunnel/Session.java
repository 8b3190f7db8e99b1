package dev.localport.daemon.tunnel;

import dev.localport.api.Failure;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.spdy.SpdyFrameEncoder;
import io.netty.handler.codec.spdy.SpdyVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One upgraded connection to one pod, carrying many streams. Confined to its event loop, except
 * where a method says otherwise.
 *
 * <p>The Kubernetes side knows no window updates (moby/spdystream ignores them): what a slow reader
 * leaves unread is held back by TCP for the whole session. So a stream whose reader stalls beyond
 * its buffer stops the session's reading until it drains; {@link #stall} counts those streams.
 */
public final class Session {
  /**
   * Unsent bytes past which writers are told to wait: on a slow line a ping still gets through in
   * time.
   */
  static final int MAX_UNSENT_BYTES = 256 * 1024;

  private static final int CANCEL = 5; // SPDY/3.1, 2.6.3
  private static final int FLAG_FIN = 1;
  private static final int DATA_HEADER_BYTES = 8;
  private static final int MAX_STREAM_ID = Integer.MAX_VALUE - 4;

  private final Channel channel;
  private final SpdyFrameEncoder encoder = new SpdyFrameEncoder(SpdyVersion.SPDY_3_1);
  private final SpdyHeaders headers = new SpdyHeaders();
  private final Map<Integer, TunnelStream> streams = new HashMap<>(); // by both ids of a pair
  private final Set<TunnelStream> stalled = new HashSet<>();
  private final Heartbeat heartbeat;
  private final ChannelFutureListener progress;
  private final CompletableFuture<Void> doubted = new CompletableFuture<>();
  private final CompletableFuture<Failure> closed = new CompletableFuture<>();
  private final CompletableFuture<Void> goingAway = new CompletableFuture<>();
  private int nextStreamId = 1;
  private int requests;
  private boolean retired;
  private boolean over; // from the first line of its end on, when closed() is not yet complete
  private boolean flushSoon;
  private boolean flushing;

  Session(Channel channel, Heartbeat.Settings settings) {
    this.channel = channel;
    this.heartbeat = new Heartbeat(this, channel.eventLoop(), settings);
    this.progress =
        done -> {
          if (done.isSuccess() && !flushing) {
            heartbeat.progressed(); // the line was full and took bytes: it lives
          }
        };
  }

  /**
   * Completes with the reason once the session is over; callbacks run on the event loop. Any thread
   * may ask.
   */
  public CompletableFuture<Failure> closed() {
    return closed;
  }

  /**
   * Completes when new connections do better over another session: a connection of this one ended
   * while data of ours was under way to it, or a reader holds its reading up. Callbacks run on the
   * event loop; any thread may ask.
   *
   * <p>Servers hand data to a connection's reader one by one; where that reader is gone, old ones
   * (moby/spdystream before its streams were reset on errors) wait for ever, and with them one of
   * the five workers that all frames of the session go through. Streams that are open live on,
   * since what comes down does not pass the workers.
   */
  public CompletableFuture<Void> doubted() {
    return doubted;
  }

  /**
   * Completes when the server says that it takes no new streams: open ones live on, and whoever
   * needs another has to open another session. Any thread may ask.
   */
  public CompletableFuture<Void> goingAway() {
    return goingAway;
  }

  /** Returns the event loop that owns this session. Any thread may ask. */
  public EventLoop eventLoop() {
    return channel.eventLoop();
  }

  /** Returns the heartbeats' figures. Any thread may ask. */
  public HeartbeatStats heartbeat() {
    return heartbeat.stats();
  }

  /**
   * Pings at once, whatever the interval; completes when the answer is in, or is cancelled with the
   * session. Any thread may ask.
   */
  public CompletableFuture<Void> ping() {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    run(() -> heartbeat.pingNow(answer));
    return answer;
  }

  private void run(Runnable task) {
    if (channel.eventLoop().inEventLoop()) {
      task.run();
    } else {
      channel.eventLoop().execute(task);
    }
  }

  /** Tells whether new streams may be opened. */
  public boolean takesStreams() {
    return !retired && !over && nextStreamId < MAX_STREAM_ID;
  }

  /**
   * Opens a connection to a port of the pod. Both streams leave in one flight, and what is written
   * next follows without waiting for a reply: the first byte is back after one round trip.
   */
  public TunnelStream open(int port, StreamListener listener) {
    int errorId = nextStreamId;
    int dataId = nextStreamId + 2;
    nextStreamId += 4;
    String request = Integer.toString(requests++);
    TunnelStream stream = new TunnelStream(this, dataId, listener);
    streams.put(errorId, stream);
    streams.put(dataId, stream);
    writeSyn(errorId, "error", port, request);
    send(dataHeader(errorId, 0, true));
    writeSyn(dataId, "data", port, request);
    flushSoon();
    return stream;
  }

  private void writeSyn(int id, String type, int port, String request) {
    Map<String, String> fields =
        new LinkedHashMap<>(); // k8s.io/api/core/v1: PortHeader, StreamType, requestid
    fields.put("port", Integer.toString(port));
    fields.put("requestid", request);
    fields.put("streamtype", type);
    ByteBuf block = headers.encode(channel.alloc(), fields);
    try {
      send(encoder.encodeSynStreamFrame(channel.alloc(), id, 0, (byte) 0, false, false, block));
    } finally {
      block.release();
    }
  }

  /** Takes no new streams from now on; ends in order with its last open one. Any thread may ask. */
  public void retire() {
    run(() -> {
      retired = true;
      closeIfDrained();
    });
  }

  /** Ends the session and every stream in it, now. Any thread may ask. */
  public void close(Failure why) {
    run(() -> closeNow(why));
  }

  private void closeNow(Failure why) {
    if (over) {
      return;
    }
    over = true;
    heartbeat.stop();
    List<TunnelStream> open = openStreams();
    streams.clear();
    stalled.clear();
    disconnect();
    for (TunnelStream stream : open) {
      stream.broken(why.message());
    }
    closed.complete(why);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // nobody is left who could do anything about it
  private void disconnect() {
    channel.close();
  }

  private List<TunnelStream> openStreams() {
    return new ArrayList<>(new HashSet<>(streams.values()));
  }

  /** Returns how many connections the session carries. */
  public int streamCount() {
    return streams.size() / 2;
  }

  void writeData(int id, ByteBuf data) {
    send(dataHeader(id, data.readableBytes(), false));
    send(data);
    flushSoon();
  }

  void writeEnd(int id) {
    send(dataHeader(id, 0, true));
    flushSoon();
  }

  /** SPDY/3.1, 2.2.2; written here since Netty's encoder copies the data behind it. */
  private ByteBuf dataHeader(int id, int length, boolean last) {
    return channel
        .alloc()
        .ioBuffer(DATA_HEADER_BYTES)
        .writeInt(id)
        .writeByte(last ? FLAG_FIN : 0)
        .writeMedium(length);
  }

  void writeReset(int dataId) {
    // the data stream first: it frees a server that is stuck writing to it
    // (kubernetes/kubernetes#128681)
    send(encoder.encodeRstStreamFrame(channel.alloc(), dataId, CANCEL));
    send(encoder.encodeRstStreamFrame(channel.alloc(), dataId - 2, CANCEL));
    flushSoon();
  }

  void writePing(int id) {
    send(encoder.encodePingFrame(channel.alloc(), id));
    flush();
  }

  boolean isWritable() {
    return channel.isWritable();
  }

  /**
   * One flush for all that is written in this turn of the event loop: fewer records, fewer system
   * calls.
   */
  private void flushSoon() {
    if (!flushSoon) {
      flushSoon = true;
      channel
          .eventLoop()
          .execute(() -> {
            flushSoon = false;
            flush();
          });
    }
  }

  /** What the machine takes at once says nothing of the line: a dead one's buffer takes it, too. */
  private void flush() {
    boolean outer = flushing;
    flushing = true;
    try {
      channel.flush();
    } finally {
      flushing = outer;
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel: told there
  private void send(ByteBuf frame) {
    channel.write(frame, channel.newPromise().addListener(progress));
  }

  void doubt() {
    doubted.complete(null);
  }

  boolean isDoubted() {
    return doubted.isDone();
  }

  void stall(TunnelStream stream, boolean isStalled) {
    boolean was = !stalled.isEmpty();
    if (isStalled) {
      stalled.add(stream);
    } else {
      stalled.remove(stream);
    }
    if (was == isStalled()) {
      return;
    }
    channel.config().setAutoRead(was);
    if (was) {
      heartbeat.resumed();
    }
  }

  /**
   * Puts the session in doubt if a reader holds its reading up: a new connection would wait for
   * that reader.
   */
  public void doubtIfStalled() {
    if (isStalled()) {
      doubt();
    }
  }

  /** Tells whether nothing is read now, by our own choice. */
  boolean isStalled() {
    return !stalled.isEmpty();
  }

  void forget(TunnelStream stream) {
    streams.remove(stream.dataId());
    streams.remove(stream.errorId());
    stall(stream, false);
    closeIfDrained();
  }

  private void closeIfDrained() {
    if (retired && streams.isEmpty() && !over) {
      over = true;
      heartbeat.stop();
      channel.writeAndFlush(channel.alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
      closed.complete(Failures.retired());
    }
  }

  // What the frame reader tells.

  void received(int bytes) {
    heartbeat.received(bytes);
  }

  void onData(int id, ByteBuf data, boolean last) {
    TunnelStream stream = streams.get(id);
    if (stream == null) {
      data.release(); // late bytes of a stream that was reset
    } else {
      stream.receive(id, data, last);
    }
  }

  void onEnd(int id) {
    TunnelStream stream = streams.get(id);
    if (stream != null) {
      stream.receive(id, null, true);
    }
  }

  void onReset(int id) {
    TunnelStream stream = streams.get(id);
    if (stream != null) {
      stream.receiveReset(id);
    }
  }

  void onPing(int id) {
    if ((id & 1) == 1) {
      heartbeat.answered(id);
    } else {
      writePing(id); // the server's own: SPDY/3.1, 2.6.5
    }
  }

  void onGoAway() {
    retired = true;
    goingAway.complete(null);
    closeIfDrained();
  }

  void onWritabilityChanged() {
    boolean writable = channel.isWritable();
    for (TunnelStream stream : openStreams()) {
      stream.listener().onWritable(writable);
    }
  }
}
