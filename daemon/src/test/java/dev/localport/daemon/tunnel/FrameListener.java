package dev.localport.daemon.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.spdy.SpdyFrameDecoderDelegate;
import java.nio.charset.StandardCharsets;

/** Says each frame in a few words. */
abstract class FrameListener implements SpdyFrameDecoderDelegate {
  abstract void onFrame(String text);

  private static String end(boolean last) {
    return last ? ", end" : "";
  }

  @Override
  public void readDataFrame(int streamId, boolean last, ByteBuf data) {
    String text = data.toString(StandardCharsets.UTF_8);
    data.release();
    onFrame("data %d \"%s\"%s".formatted(streamId, text, end(last)));
  }

  @Override
  public void readSynStreamFrame(
      int streamId, int associatedToStreamId, byte priority, boolean last, boolean unidirectional) {
    onFrame("open %d%s".formatted(streamId, end(last)));
  }

  @Override
  public void readSynReplyFrame(int streamId, boolean last) {
    onFrame("reply %d%s".formatted(streamId, end(last)));
  }

  @Override
  public void readRstStreamFrame(int streamId, int statusCode) {
    onFrame("reset %d, status %d".formatted(streamId, statusCode));
  }

  @Override
  public void readSettingsFrame(boolean clearPersisted) {
    onFrame("settings");
  }

  @Override
  public void readSetting(int id, int value, boolean persistValue, boolean persisted) {
    onFrame("setting %d".formatted(id));
  }

  @Override
  public void readSettingsEnd() {
    onFrame("settings end");
  }

  @Override
  public void readPingFrame(int id) {
    onFrame("ping %d".formatted(id));
  }

  @Override
  public void readGoAwayFrame(int lastGoodStreamId, int statusCode) {
    onFrame("go away");
  }

  @Override
  public void readHeadersFrame(int streamId, boolean last) {
    onFrame("headers %d%s".formatted(streamId, end(last)));
  }

  @Override
  public void readWindowUpdateFrame(int streamId, int deltaWindowSize) {
    onFrame("window %d".formatted(streamId));
  }

  @Override
  public void readHeaderBlock(ByteBuf headerBlock) {
    headerBlock.release();
  }

  @Override
  public void readHeaderBlockEnd() {
    // the block was thrown away
  }

  @Override
  public void readFrameError(String message) {
    onFrame("error: " + message);
  }
}
