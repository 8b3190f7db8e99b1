package dev.localport.daemon.tunnel;

import dev.localport.api.Failure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket of a {@link ChannelStream} once it stands, and its heartbeat: it is a connection of
 * its own that may be cut off alone.
 *
 * <p>A server answers pings in order with the data. So an answer says that the pod took what was
 * sent before, and where bytes of ours may wait for the pod, a late one is no proof while the
 * connection itself works. Few bytes never wait: a pod's sockets take them whether its server reads
 * or not, once they are connected.
 */
final class ChannelSocket implements Pinged {
  /** Bytes that a connection to a pod takes although nothing reads them. */
  static final int TAKEN_UNREAD = 16 * 1024;

  private final Channel channel;
  private final ChannelStream stream;
  private final Heartbeat heartbeat;
  private boolean stalled;
  private boolean writing;
  private boolean connected; // the pod sent data
  private long sent; // bytes

  ChannelSocket(
      Channel channel, EventLoop loop, ChannelStream stream, Heartbeat.Settings settings) {
    this.channel = channel;
    this.stream = stream;
    this.heartbeat = new Heartbeat(this, loop, settings);
  }

  /** Reads from now on, and pings when nothing comes. */
  void start(ChannelFrames frames) {
    WebSocketUpgrade.countBytes(channel, new ReadBytes(this::received));
    channel.pipeline().addLast(frames);
    TcpRetries.often(channel, heartbeat.patience());
    heartbeat.start();
  }

  private void received(int bytes) {
    heartbeat.received(bytes);
    stream.received(bytes);
  }

  /** The pod sent data: the server has connected to it. */
  void onData() {
    connected = true;
  }

  void send(ByteBuf data) {
    sent += data.readableBytes();
    ByteBuf message =
        channel
            .alloc()
            .compositeBuffer(2)
            .addComponents(true, channel.alloc().buffer(1).writeByte(ChannelFrames.DATA), data);
    writing = true;
    var _ =
        channel
            .writeAndFlush(new BinaryWebSocketFrame(message))
            .addListener(done -> {
              if (done.isSuccess() && !writing) {
                heartbeat.progressed(); // a full line takes bytes at last
              }
            });
    writing = false;
  }

  boolean isWritable() {
    return channel.isWritable();
  }

  void stall(boolean isStalled) {
    stalled = isStalled;
    channel.config().setAutoRead(!isStalled);
    if (!isStalled) {
      heartbeat.resumed();
    }
  }

  /** Says good-bye where the line takes it at once, and waits for no answer. */
  void close() {
    heartbeat.stop();
    if (channel.isActive()) {
      var _ = channel.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE));
    }
    var _ = channel.close();
  }

  /** Returns whether an answer to a ping is to be expected at once. */
  boolean answersPings() {
    return !stalled && !isBlocked() && !heartbeat.isHesitant();
  }

  Duration silence() {
    return heartbeat.silence();
  }

  CompletableFuture<Void> ping() {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    heartbeat.pingNow(answer);
    return answer;
  }

  void prove() {
    heartbeat.prove();
  }

  void onPong(int id) {
    heartbeat.answered(id);
  }

  @Override
  public void writePing(int id) {
    var _ = channel.writeAndFlush(new PingWebSocketFrame(Unpooled.copyInt(id)));
  }

  @Override
  public void close(Failure why) {
    stream.broken(why.message());
  }

  @Override
  public void onLate(Failure why) {
    // it takes no streams anymore: it is the connection
  }

  @Override
  public void onRecovered() {
    // it continues
  }

  @Override
  public @Nullable TcpFlow tcp() {
    return TcpFlow.of(channel);
  }

  @Override
  public boolean isOver() {
    return stream.isOver();
  }

  @Override
  public boolean isStalled() {
    return stalled;
  }

  @Override
  public boolean isSuspected() {
    return false;
  }

  @Override
  public boolean isSending() {
    return false; // one reader for all: one ping is enough
  }

  /** Returns whether no answer has shown yet that the pod took all bytes. */
  boolean isUnconfirmed() {
    return heartbeat.unconfirmed() > 0;
  }

  @Override
  public boolean isBlocked() {
    long unconfirmed = heartbeat.unconfirmed();
    return unconfirmed > (connected || unconfirmed < sent ? TAKEN_UNREAD : 0);
  }

  @Override
  public long sentBytes() {
    return sent;
  }
}
