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
 * ask the API server again: that answer says that the next connection would come through, which is
 * what a session is for.
 */
final class ChannelSession extends PingedSession {
  private static final Duration NEVER = Duration.ofDays(365);

  private final Opener opener;
  private final Heartbeat.Settings ofStreams;
  private final Set<ChannelStream> streams = new HashSet<>();
  private @Nullable CompletableFuture<Void> knocking;

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
    super(loop, settings);
    this.opener = opener;
    this.ofStreams = settings.beside(new RestOfTheSession(settings.neighbours()));
  }

  /** What a WebSocket learns from the others, and from the API server itself. */
  private final class RestOfTheSession implements Heartbeat.Neighbours {
    private final Heartbeat.Neighbours group;

    RestOfTheSession(Heartbeat.Neighbours group) {
      this.group = group;
    }

    @Override
    public Duration silenceBut(Object socket) {
      return silence();
    }

    @Override
    public void answered(Duration now, Duration roundTrip) {
      group.answered(now, roundTrip);
    }

    /** The session's own ping goes past a WebSocket that hesitates. */
    @Override
    public void askOther(Object socket, Duration now) {
      var _ = ping();
    }

    @Override
    public @Nullable Witness witness(Duration now) {
      return group.witness(now);
    }
  }

  @Override
  public Protocol protocol() {
    return Protocol.CHANNEL;
  }

  @Override
  public boolean separatesStreams() {
    return true;
  }

  /** Its bytes lie in the lines of its streams, which have heartbeats of their own. */
  @Override
  public Duration sinceProgress() {
    return NEVER;
  }

  /** Each WebSocket has to prove itself, too: one may be cut off alone. */
  @Override
  public void prove() {
    run(() -> {
      pings().prove();
      sockets().forEach(ChannelSocket::prove);
    });
  }

  private List<ChannelSocket> sockets() {
    return streams.stream().map(ChannelStream::socket).filter(Objects::nonNull).toList();
  }

  @Override
  public boolean isFree() {
    return takesStreams() && !pings().isHesitant();
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
    // the next connection waits for no reader
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
    run(() -> {
      if (beginEnd()) {
        stopKnock();
        List.copyOf(streams).forEach(stream -> stream.broken(why.message()));
        ended(why);
      }
    });
  }

  private void closeIfDrained() {
    if (isDraining() && streams.isEmpty() && beginEnd()) {
      stopKnock();
      ended(Failures.drained());
    }
  }

  // What a stream reports.

  void forget(ChannelStream stream) {
    streams.remove(stream);
    closeIfDrained();
  }

  /**
   * A WebSocket was not to be had. The next one would fail as well, whether the user may not open
   * it anymore, the kubelet cannot be reached, or a gateway answers: another session finds out.
   * Streams that are open live on. One that did not get through puts the connection to the test.
   */
  void notOpened(Failure why) {
    if (why.kind() == FailureKind.UNREACHABLE) {
      pings().prove();
    }
    beginDraining();
    announceEnd();
    closeIfDrained();
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
    var _ = answer.thenRun(() -> pings().answered(id));
    var _ =
        eventLoop()
            .schedule(
                () -> {
                  if (!isOver() && (!answer.isDone() || answer.isCancelled())) {
                    knock(id);
                  }
                },
                LivenessRules.HESITANT.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  private void knock(int id) {
    stopKnock();
    knocking = opener.knock();
    var _ =
        knocking.whenComplete((_, failure) -> {
          if (failure == null) {
            pings().resumed();
            pings().answered(id);
          } else if (isRefusal(failure)) {
            notOpened(((DialException) failure).failure());
          }
        });
  }

  /** Something answered, and it was not an API server that works. */
  private static boolean isRefusal(Throwable failure) {
    return failure instanceof DialException why
        && why.refusal().orElse(null) instanceof Refusal.Answered;
  }

  private void stopKnock() {
    if (knocking != null) {
      knocking.cancel(false);
    }
  }

  @Override
  public boolean isStalled() {
    return false; // what a stream does not read says nothing of the others
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

  @Override
  public @Nullable TcpFlow tcp() {
    return null; // so do these
  }
}
