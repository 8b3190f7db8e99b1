package dev.localport.daemon.tunnel;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.UnknownFailure;
import dev.localport.daemon.net.ForeignText;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stream of a {@link ChannelSession}: a WebSocket of its own. What is written before it stands is
 * kept, and writers have to wait from 64 KiB on.
 *
 * <p>The protocol knows no end of one direction. That the client sends no more may mean that it has
 * disconnected, or that it waits for an answer: answers still come, and once the pod has all bytes
 * and says nothing for {@link #END_SILENCE}, the WebSocket is closed, which the pod sees as the
 * end. So a pod that answers to the end alone is not heard. The pod's end is the end of the
 * WebSocket, and so of both directions. A reset of the client is a close.
 */
final class ChannelStream implements TunnelStream {
  /** Bytes that are kept before the WebSocket stands. */
  static final int MAX_UNOPENED_BYTES = 64 * 1024;

  /** How long a WebSocket may take to stand. */
  static final Duration OPENING_LIMIT = Duration.ofSeconds(10);

  /** How long a pod may be silent after the client's end; containerd itself grants one second. */
  static final Duration END_SILENCE = Duration.ofSeconds(2);

  static final int MAX_ERROR_BYTES = 4096;

  private final ChannelSession session;
  private final EventLoop loop;
  private final int port;
  private final StreamListener listener;
  private final Heartbeat.Settings settings;
  private final Deque<ByteBuf> unopened = new ArrayDeque<>();
  private final StringBuilder error = new StringBuilder();
  private int unopenedBytes;
  private @Nullable CompletableFuture<Channel> opening;
  private @Nullable ChannelSocket socket;
  private @Nullable Future<?> openingTimer;
  private @Nullable Future<?> endTimer;
  private boolean localEnded;
  private boolean stalled;
  private boolean over;
  private long lastData; // nanoseconds

  /**
   * @param settings of the heartbeat, whose neighbors are the rest of the session
   */
  ChannelStream(
      ChannelSession session, int port, StreamListener listener, Heartbeat.Settings settings) {
    this.session = session;
    this.loop = session.eventLoop();
    this.port = port;
    this.listener = listener;
    this.settings = settings;
  }

  /** Takes the WebSocket once it stands. */
  void await(CompletableFuture<Channel> channel) {
    opening = channel;
    openingTimer = later(OPENING_LIMIT, this::onOpeningLimit);
    var _ =
        channel.whenComplete((open, failure) -> {
          stop(openingTimer);
          if (over) {
            if (open != null) {
              var _ = open.close();
            }
          } else if (failure == null) {
            opened(open);
          } else {
            notOpened(failure);
          }
        });
  }

  private Future<?> later(Duration delay, Runnable task) {
    return loop.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void stop(@Nullable Future<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private void onOpeningLimit() {
    if (!over) {
      Failure why =
          new Failure(
              FailureKind.UNREACHABLE,
              "no WebSocket within %d s".formatted(OPENING_LIMIT.toSeconds()));
      unopened(why);
    }
  }

  private void opened(Channel open) {
    ChannelSocket standing = new ChannelSocket(open, loop, this, settings);
    socket = standing;
    standing.start(new ChannelFrames(this, port, settings.nanoTime()));
    standing.stall(stalled);
    while (!unopened.isEmpty()) {
      standing.send(unopened.removeFirst());
    }
    listener.onWritable(standing.isWritable());
  }

  private void notOpened(Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    Failure failure =
        cause instanceof DialException dial ? dial.failure() : UnknownFailure.of(cause);
    unopened(failure);
  }

  /** The session goes first: the connection is to be carried by another one. */
  private void unopened(Failure why) {
    List<ByteBuf> written = List.copyOf(unopened);
    unopened.clear();
    session.notOpened(why);
    finish();
    listener.onUnopened(
        ForeignText.line(why.message()), why.kind() == FailureKind.TARGET_MISSING, written);
  }

  @Override
  public void write(ByteBuf data) {
    if (over || localEnded) {
      data.release();
    } else if (socket == null) {
      unopenedBytes += data.readableBytes();
      unopened.addLast(data);
    } else {
      socket.send(data);
    }
  }

  @Override
  public void end() {
    if (!over && !localEnded) {
      localEnded = true;
      lastData = settings.nanoTime().getAsLong();
      endTimer = later(END_SILENCE.dividedBy(2), this::endIfSilent);
    }
  }

  private void endIfSilent() {
    boolean waits = socket == null || socket.isUnconfirmed();
    if (socket != null && waits) {
      var _ = socket.ping(); // its answer comes behind what the pod takes
    }
    long silent = settings.nanoTime().getAsLong() - lastData;
    if (!waits && answersPings() && silent >= END_SILENCE.toNanos()) {
      onDone();
    } else if (!over) {
      endTimer = later(END_SILENCE.dividedBy(2), this::endIfSilent);
    }
  }

  @Override
  public void reset() {
    if (!over) {
      finish();
    }
  }

  @Override
  public boolean isWritable() {
    return socket == null ? unopenedBytes < MAX_UNOPENED_BYTES : socket.isWritable();
  }

  @Override
  public void stall(boolean isStalled) {
    if (stalled != isStalled) {
      stalled = isStalled;
      if (socket != null && !over) {
        socket.stall(isStalled);
      }
    }
  }

  void broken(String why) {
    broken(why, StreamErrors.isAboutPod(why));
  }

  private void broken(String why, boolean aboutPod) {
    if (!over) {
      finish();
      listener.onBroken(ForeignText.line(why), aboutPod);
    }
  }

  private void finish() {
    over = true;
    stop(openingTimer);
    stop(endTimer);
    unopened.forEach(ByteBuf::release);
    unopened.clear();
    if (opening != null) {
      opening.cancel(false);
    }
    if (socket != null) {
      socket.close();
    }
    session.forget(this);
  }

  boolean isOver() {
    return over;
  }

  // What the session asks for.

  /** Returns the WebSocket, or null while none stands. */
  @Nullable ChannelSocket socket() {
    return socket;
  }

  /** Returns whether an answer to a ping is to be expected at once. */
  boolean answersPings() {
    return socket != null && socket.answersPings();
  }

  // What the WebSocket and its reader report.

  void received(int bytes) {
    session.received(bytes);
  }

  void onData(ByteBuf data) {
    if (over) {
      data.release();
    } else {
      lastData = settings.nanoTime().getAsLong();
      if (socket != null) {
        socket.onData();
      }
      listener.onData(data);
    }
  }

  void onError(String part, boolean last) {
    error.append(part, 0, Math.min(part.length(), MAX_ERROR_BYTES - error.length()));
    if (last || error.length() == MAX_ERROR_BYTES) {
      broken(error.toString());
    }
  }

  void onPong(int id) {
    if (socket != null) {
      socket.onPong(id);
    }
  }

  /** The pod has ended, and with it all. */
  void onDone() {
    if (!over) {
      finish();
      listener.onDone();
    }
  }

  void onWritable(boolean writable) {
    if (!over) {
      listener.onWritable(writable);
    }
  }
}
