package dev.localport.daemon.tunnel;

import dev.localport.api.Failure;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.spdy.SpdyFrameDecoder;
import io.netty.handler.codec.spdy.SpdyFrameDecoderDelegate;
import io.netty.handler.codec.spdy.SpdyVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads SPDY/3.1 frames and hands them to the session. Header blocks of replies are discarded
 * unread: nothing in them matters here, and reading them would cost a decompressor a session.
 */
final class SpdyHandler extends ByteToMessageDecoder implements SpdyFrameDecoderDelegate {
  private static final int MAX_CHUNK = 64 * 1024;

  private final SpdySession session;
  private final SpdyFrameDecoder decoder =
      new SpdyFrameDecoder(SpdyVersion.SPDY_3_1, this, MAX_CHUNK);
  private @Nullable Failure broken;

  SpdyHandler(SpdySession session) {
    this.session = session;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    session.received(in.readableBytes());
    decoder.decode(in);
    if (broken != null) {
      in.skipBytes(in.readableBytes());
      session.close(broken);
    }
  }

  /** As its parent, which would ask for more bytes as long as it has no message to pass on. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    discardSomeReadBytes();
    session.onReadComplete();
    context.fireChannelReadComplete();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    super.channelInactive(context);
    session.close(Failures.lost());
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    session.onWritabilityChanged();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    session.close(Failures.lost(cause));
  }

  /** Returns whether the frame is read: nothing is, once the session is over or has to end. */
  private boolean isRead() {
    return broken == null && !session.isOver();
  }

  /** As the other one, for a frame that carries no bytes of a connection. */
  private boolean isReadWithoutData() {
    if (isRead() && !session.mayCome()) {
      broken = Failures.flood();
    }
    return isRead();
  }

  /** As the other one, for a frame of a stream, which has to be one of ours. */
  private boolean isReadOf(int streamId) {
    if (isRead() && !session.wasOpened(streamId)) {
      broken = Failures.protocol("it answered on a stream that was never opened");
    }
    if (!isRead()) {
      return false;
    }
    session.onReply(streamId);
    return true;
  }

  @Override
  public void readDataFrame(int streamId, boolean last, ByteBuf data) {
    boolean isEmpty = !data.isReadable();
    if (isReadOf(streamId) && (!isEmpty || isReadWithoutData())) {
      session.onData(streamId, data, last);
    } else {
      data.release();
    }
  }

  @Override
  public void readSynStreamFrame(
      int streamId, int associatedToStreamId, byte priority, boolean last, boolean unidirectional) {
    if (isRead()) {
      broken = Failures.protocol("it opened a stream of its own");
    }
  }

  @Override
  public void readSynReplyFrame(int streamId, boolean last) {
    readHeadersFrame(streamId, last);
  }

  @Override
  public void readRstStreamFrame(int streamId, int statusCode) {
    if (isReadOf(streamId) && isReadWithoutData()) {
      session.onReset(streamId);
    }
  }

  @Override
  public void readPingFrame(int id) {
    if (isReadWithoutData()) {
      session.onPing(id);
    }
  }

  @Override
  public void readGoAwayFrame(int lastGoodStreamId, int statusCode) {
    if (isReadWithoutData()) {
      session.onGoAway();
    }
  }

  @Override
  public void readHeadersFrame(int streamId, boolean last) {
    if (isReadOf(streamId) && isReadWithoutData() && last) {
      session.onEnd(streamId);
    }
  }

  @Override
  public void readHeaderBlock(ByteBuf headerBlock) {
    headerBlock.release();
    boolean _ = isReadWithoutData(); // a block of many megabytes comes in many parts
  }

  @Override
  public void readFrameError(String message) {
    if (isRead()) {
      broken = Failures.protocol(message);
    }
  }

  @Override
  public void readHeaderBlockEnd() {
    // the block was discarded
  }

  @Override
  public void readSettingsFrame(boolean clearPersisted) {
    boolean _ = isReadWithoutData(); // the Kubernetes side sends none that matter
  }

  @Override
  public void readSetting(int id, int value, boolean persistValue, boolean persisted) {
    // as above
  }

  @Override
  public void readSettingsEnd() {
    // as above
  }

  @Override
  public void readWindowUpdateFrame(int streamId, int deltaWindowSize) {
    boolean _ = isReadWithoutData(); // moby/spdystream knows no windows
  }
}
