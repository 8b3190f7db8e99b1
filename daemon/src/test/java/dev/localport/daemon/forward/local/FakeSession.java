package dev.localport.daemon.forward.local;

import dev.localport.api.Failure;
import dev.localport.daemon.tunnel.HeartbeatStats;
import dev.localport.daemon.tunnel.Protocol;
import dev.localport.daemon.tunnel.Session;
import dev.localport.daemon.tunnel.StreamListener;
import dev.localport.daemon.tunnel.TunnelStream;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A session that is as a test says, and carries nothing. */
public final class FakeSession implements Session {
  final CompletableFuture<Failure> closed = new CompletableFuture<>();
  final CompletableFuture<Void> doubted = new CompletableFuture<>();
  public HeartbeatStats stats = HeartbeatStats.NONE;
  boolean takes = true;
  boolean free = true;
  boolean stalled;
  int streams;
  public Protocol protocol = Protocol.SPDY;

  @Override
  public Protocol protocol() {
    return protocol;
  }

  @Override
  public boolean separatesStreams() {
    return protocol == Protocol.CHANNEL;
  }

  @Override
  public CompletableFuture<Failure> closed() {
    return closed;
  }

  @Override
  public CompletableFuture<Void> doubted() {
    return doubted;
  }

  @Override
  public CompletableFuture<Void> goingAway() {
    return new CompletableFuture<>();
  }

  @Override
  public EventLoop eventLoop() {
    throw new AssertionError("nothing runs on it");
  }

  @Override
  public HeartbeatStats heartbeat() {
    return stats;
  }

  @Override
  public Duration silence() {
    return Duration.ZERO;
  }

  @Override
  public Duration sinceProgress() {
    return Duration.ofDays(365);
  }

  @Override
  public CompletableFuture<Void> ping() {
    return new CompletableFuture<>();
  }

  @Override
  public void prove(Duration limit) {
    throw new AssertionError("nobody asks it");
  }

  @Override
  public boolean takesStreams() {
    return takes;
  }

  @Override
  public boolean isFree() {
    return takes && free && !stalled;
  }

  @Override
  public int streamCount() {
    return streams;
  }

  @Override
  public TunnelStream open(int port, StreamListener listener) {
    throw new AssertionError("it carries nothing");
  }

  @Override
  public void doubtIfStalled() {
    if (stalled) {
      doubted.complete(null);
    }
  }

  @Override
  public void retire() {
    takes = false;
  }

  @Override
  public void close(Failure why) {
    takes = false;
    closed.complete(why);
  }
}
