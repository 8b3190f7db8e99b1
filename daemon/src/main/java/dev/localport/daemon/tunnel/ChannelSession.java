package dev.localport.daemon.tunnel;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A session over {@code v4.channel.k8s.io}: no connection that stands, but the right to open a
 * WebSocket for each stream. So no stream holds another up, one session is enough for a pod, and it
 * is never in doubt.
 *
 * <p>Its pings go over an open WebSocket. Where there is none, or it is silent for a moment, they
 * ask the API server anew: that answer says that the next connection would come through, which is
 * what a session is for.
 */
final class ChannelSession implements Session, Pinged {
  private static final Duration NEVER = Duration.ofDays(365);
  private final EventLoop loop;
  private final Opener opener;
  private final Heartbeat.Settings ofStreams;
  private final Heartbeat heartbeat;
  private final Set<ChannelStream> streams = new HashSet<>();
  private final CompletableFuture<Void> suspected = new CompletableFuture<>(); // never completes
  private final CompletableFuture<Failure> closed = new CompletableFuture<>();
  private final CompletableFuture<Void> goingAway = new CompletableFuture<>();
  private @Nullable CompletableFuture<Void> knocking;
  private boolean drained;
  private boolean over;

  /** Connects to the API server; on the event loop, where the futures complete as well. */
  interface Opener {
    /**
     * Opens a WebSocket to a port, whose pipeline ends with Netty's reader of frames. Cancelling
     * gives it up; fails with a {@link DialException}.
     */
    CompletableFuture<Channel> open(int port);

    /** Completes with any answer of the API server to a new connection. */
    CompletableFuture<Void> knock();
  }

  ChannelSession(EventLoop loop, Opener opener, Heartbeat.Settings settings) {
    this.loop = loop;
    this.opener = opener;
    this.heartbeat = new Heartbeat(this, loop, settings);
    this.ofStreams =
        new Heartbeat.Settings(
            settings.interval(),
            settings.timeout(),
            settings.clock(),
            settings.nanoTime(),
            but -> heartbeat.silence());
  }

  @Override
  public Protocol protocol() {
    return Protocol.CHANNEL;
  }

  @Override
  public boolean separatesStreams() {
    return true;
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
    return loop;
  }

  @Override
  public HeartbeatStats heartbeat() {
    return heartbeat.stats();
  }

  @Override
  public Duration silence() {
    return heartbeat.silence();
  }

  /** Its bytes lie in the lines of its streams, which have heartbeats of their own. */
  @Override
  public Duration sinceProgress() {
    return NEVER;
  }

  @Override
  public CompletableFuture<Void> ping() {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    run(() -> heartbeat.pingNow(answer));
    return answer;
  }

  /** Each WebSocket has to prove itself, too: one may be cut off alone. */
  @Override
  public void prove(Duration limit) {
    run(() -> {
      heartbeat.prove(limit);
      sockets().forEach(socket -> socket.prove(limit));
    });
  }

  private List<ChannelSocket> sockets() {
    return streams.stream().map(ChannelStream::socket).filter(Objects::nonNull).toList();
  }

  private void run(Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
    } else {
      loop.execute(task);
    }
  }

  @Override
  public boolean takesStreams() {
    return !drained && !over;
  }

  @Override
  public boolean isFree() {
    return takesStreams() && !heartbeat.isLate();
  }

  @Override
  public int streamCount() {
    return streams.size();
  }

  @Override
  public TunnelStream open(int port, StreamListener listener) {
    ChannelStream stream = new ChannelStream(this, port, listener, ofStreams);
    streams.add(stream);
    stream.await(opener.open(port));
    return stream;
  }

  @Override
  public void suspectIfStalled() {
    // who comes next waits for no reader
  }

  @Override
  public void drain() {
    run(() -> {
      drained = true;
      closeIfDrained();
    });
  }

  @Override
  public void close(Failure why) {
    run(() -> {
      if (!over) {
        over = true;
        stop();
        List.copyOf(streams).forEach(stream -> stream.broken(why.message()));
        closed.complete(why);
      }
    });
  }

  private void stop() {
    heartbeat.stop();
    stopKnock();
  }

  private void closeIfDrained() {
    if (drained && streams.isEmpty() && !over) {
      over = true;
      stop();
      closed.complete(Failures.drained());
    }
  }

  // What a stream tells.

  void forget(ChannelStream stream) {
    streams.remove(stream);
    closeIfDrained();
  }

  void received(int bytes) {
    heartbeat.received(bytes);
  }

  /**
   * A WebSocket was not to be had. One that the user may not open, or not any more, would fail
   * again and again: another session finds out. One that did not come through puts the way to the
   * proof.
   */
  void notOpened(FailureKind kind) {
    if (kind == FailureKind.CREDENTIALS || kind == FailureKind.FORBIDDEN) {
      drained = true;
      goingAway.complete(null);
      closeIfDrained();
    } else if (kind == FailureKind.UNREACHABLE) {
      heartbeat.prove(SessionGroup.PROOF);
    }
  }

  // What the heartbeat asks for.

  @Override
  public void writePing(int id) {
    Optional<ChannelSocket> line =
        sockets().stream()
            .filter(ChannelSocket::answersPings)
            .min(Comparator.comparing(ChannelSocket::silence));
    if (line.isEmpty()) {
      knock(id);
      return;
    }
    CompletableFuture<Void> answer = line.get().ping();
    var _ = answer.thenRun(() -> heartbeat.answered(id));
    var _ =
        loop.schedule(
            () -> {
              if (!over && (!answer.isDone() || answer.isCancelled())) {
                knock(id);
              }
            },
            Heartbeat.LATE.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void knock(int id) {
    stopKnock();
    knocking = opener.knock();
    var _ =
        knocking.thenRun(() -> {
          heartbeat.resumed();
          heartbeat.answered(id);
        });
  }

  private void stopKnock() {
    if (knocking != null) {
      knocking.cancel(false);
    }
  }

  @Override
  public boolean isOver() {
    return over;
  }

  @Override
  public boolean isStalled() {
    return false; // what a stream does not read says nothing of the others
  }

  @Override
  public boolean isSuspected() {
    return false;
  }

  @Override
  public boolean isSending() {
    return false;
  }

  @Override
  public boolean isBlocked() {
    return false;
  }

  @Override
  public long sentBytes() {
    return 0; // each connection has a socket and a heartbeat of its own
  }
}
