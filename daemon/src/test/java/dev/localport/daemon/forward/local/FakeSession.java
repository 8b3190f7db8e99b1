package dev.localport.daemon.forward.local;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.daemon.tunnel.HeartbeatStats;
import dev.localport.daemon.tunnel.Protocol;
import dev.localport.daemon.tunnel.Session;
import dev.localport.daemon.tunnel.StreamListener;
import dev.localport.daemon.tunnel.ToldStream;
import dev.localport.daemon.tunnel.TunnelStream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A session that is as a test says, and whose streams lead nowhere. One thread. */
public final class FakeSession implements Session {
  private static final int PORT = 80;

  final CompletableFuture<Failure> closed = new CompletableFuture<>();
  final CompletableFuture<Void> suspected = new CompletableFuture<>();
  private final CompletableFuture<Void> goingAway = new CompletableFuture<>();
  private final List<CompletableFuture<Void>> pings = new ArrayList<>();
  private final List<Stream> streams = new ArrayList<>();

  /** What it says of its pings. */
  public HeartbeatStats stats = HeartbeatStats.NONE;

  /** What it says carries it. */
  public Protocol protocol = Protocol.SPDY;

  /** How long it says that it has received nothing. */
  public Duration silence = Duration.ZERO;

  boolean free = true;
  boolean late;
  private boolean drained;
  private boolean over;

  private final class Stream implements TunnelStream {
    private final StreamListener listener;
    private final List<ByteBuf> written = new ArrayList<>();
    private boolean stalled;

    Stream(StreamListener listener) {
      this.listener = listener;
    }

    @Override
    public void write(ByteBuf data) {
      if (streams.contains(this)) {
        written.add(data);
      } else {
        data.release();
      }
    }

    private void drop() {
      written.forEach(ByteBuf::release);
      written.clear();
    }

    @Override
    public void end() {
      // the pod would see it
    }

    @Override
    public void reset() {
      drop();
      streams.remove(this);
      endIfDrained();
    }

    @Override
    public boolean isWritable() {
      return true;
    }

    @Override
    public void stall(boolean isStalled) {
      stalled = isStalled;
    }
  }

  /** Opens streams, or resets the newest, until there are so many. */
  void carry(int count) {
    while (streams.size() < count) {
      open(PORT, new ToldStream());
    }
    while (streams.size() > count) {
      streams.getLast().reset();
    }
  }

  /** Carries one more stream, whose reader is too slow. */
  void stall() {
    open(PORT, new ToldStream()).stall(true);
  }

  /** Says that the streams cannot be opened, and takes no others from now on. */
  void refuseStreams(String why) {
    drained = true;
    List<Stream> refused = List.copyOf(streams);
    streams.clear();
    refused.forEach(stream -> stream.listener.onUnopened(why, false, stream.written));
    endIfDrained();
  }

  /** Returns how many bytes its streams were given. */
  int written() {
    return streams.stream()
        .flatMap(stream -> stream.written.stream())
        .mapToInt(ByteBuf::readableBytes)
        .sum();
  }

  private boolean isStalled() {
    return !separatesStreams() && streams.stream().anyMatch(stream -> stream.stalled);
  }

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
  public CompletableFuture<Void> suspected() {
    return suspected;
  }

  @Override
  public CompletableFuture<Void> goingAway() {
    return goingAway;
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
    return silence;
  }

  @Override
  public Duration sinceProgress() {
    return Duration.ofDays(365);
  }

  @Override
  public CompletableFuture<Void> ping() {
    CompletableFuture<Void> ping = new CompletableFuture<>();
    if (over) {
      ping.cancel(false);
    } else {
      pings.add(ping);
    }
    return ping;
  }

  @Override
  public void prove() {
    throw new AssertionError("no test asks it to");
  }

  @Override
  public Duration quiet() {
    return Duration.ofSeconds(4);
  }

  @Override
  public boolean isLate() {
    return late;
  }

  @Override
  public void watch(Watcher watcher) {
    throw new AssertionError("no test asks it to");
  }

  @Override
  public boolean takesStreams() {
    return !drained && !over;
  }

  @Override
  public boolean isFree() {
    return takesStreams() && free && !isStalled();
  }

  @Override
  public int streamCount() {
    return streams.size();
  }

  @Override
  public TunnelStream open(int port, StreamListener listener) {
    Stream stream = new Stream(listener);
    streams.add(stream);
    return stream;
  }

  @Override
  public void suspectIfStalled() {
    if (isStalled()) {
      suspected.complete(null);
    }
  }

  @Override
  public void drain() {
    drained = true;
    endIfDrained();
  }

  private void endIfDrained() {
    if (drained && streams.isEmpty()) {
      close(new Failure(FailureKind.SESSION, "the session was replaced"));
    }
  }

  @Override
  public void close(Failure why) {
    if (over) {
      return;
    }
    over = true;
    pings.forEach(ping -> ping.cancel(false));
    List<Stream> open = List.copyOf(streams);
    streams.clear();
    open.forEach(Stream::drop);
    open.forEach(stream -> stream.listener.onBroken(why.message(), false));
    closed.complete(why);
  }
}
