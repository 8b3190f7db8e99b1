package dev.localport.daemon.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.spdy.SpdyFrameEncoder;
import io.netty.handler.codec.spdy.SpdyVersion;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes a session's SPDY/3.1 frames, one flush for all that is written in one turn of the event
 * loop: fewer records, fewer system calls. Confined to the event loop.
 */
final class FrameWriter {
  private static final int CANCEL = 5; // SPDY/3.1, 2.6.3
  private static final int FLAG_FIN = 1;
  private static final int DATA_HEADER_BYTES = 8;

  private final Channel channel;
  private final SpdyFrameEncoder encoder = new SpdyFrameEncoder(SpdyVersion.SPDY_3_1);
  private final SpdyHeaders headers = new SpdyHeaders();
  private final ChannelFutureListener taken;
  private final Answers answers = new Answers();
  private int waiting; // frames that the machine has not taken
  private long sentBytes; // of connections
  private boolean flushSoon;
  private boolean flushing;

  /**
   * Writes to {@code channel}.
   *
   * @param progress is called when a line that was full takes bytes of ours at last. What the
   *     machine takes at once says nothing of the line: a dead one's buffer takes it, too
   */
  FrameWriter(Channel channel, Runnable progress) {
    this.channel = channel;
    this.taken =
        done -> {
          waiting--;
          if (done.isSuccess() && !flushing) {
            progress.run();
          }
        };
  }

  /**
   * Opens a pair of streams in one flight: the error stream, which we end at once, and the data
   * stream.
   */
  void open(int errorId, int dataId, int port, String request) {
    syn(errorId, "error", port, request);
    send(dataHeader(errorId, 0, true));
    syn(dataId, "data", port, request);
    flushSoon();
  }

  private void syn(int id, String type, int port, String request) {
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

  void data(int id, ByteBuf data) {
    sentBytes += data.readableBytes();
    send(dataHeader(id, data.readableBytes(), false));
    send(data);
    flushSoon();
  }

  void end(int id) {
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

  /** The data stream first: it frees a server that is stuck writing (kubernetes#128681). */
  void reset(int errorId, int dataId) {
    send(encoder.encodeRstStreamFrame(channel.alloc(), dataId, CANCEL));
    send(encoder.encodeRstStreamFrame(channel.alloc(), errorId, CANCEL));
    flushSoon();
  }

  void ping(int id) {
    send(encoder.encodePingFrame(channel.alloc(), id));
    flush();
  }

  /**
   * Answers a ping of the server's own (SPDY/3.1, 2.6.5); returns false where nothing was written,
   * since the server does not read our answers.
   */
  boolean answer(int id) {
    if (answers.isFull()) {
      flush();
    }
    if (answers.isFull()) {
      return false;
    }
    ChannelPromise written = channel.newPromise();
    answers.add(written);
    send(encoder.encodePingFrame(channel.alloc(), id), written);
    flushSoon();
    return true;
  }

  /** Returns whether frames wait for the line to take them. */
  boolean isBlocked() {
    return waiting > 0;
  }

  long sentBytes() {
    return sentBytes;
  }

  /** Closes the channel behind all that was written. */
  @SuppressWarnings("FutureReturnValueIgnored") // nothing could be done about it
  void closeBehind() {
    channel.writeAndFlush(channel.alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
  }

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

  private void flush() {
    boolean outer = flushing;
    flushing = true;
    try {
      channel.flush();
    } finally {
      flushing = outer;
    }
  }

  private void send(ByteBuf frame) {
    send(frame, channel.newPromise());
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel
  private void send(ByteBuf frame, ChannelPromise written) {
    waiting++;
    channel.write(frame, written.addListener(taken));
  }
}
