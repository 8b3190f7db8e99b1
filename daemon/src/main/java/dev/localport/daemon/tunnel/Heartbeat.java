package dev.localport.daemon.tunnel;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Pings one session and ends it when an answer is late.
 *
 * <p>A ping leaves when nothing was received for the interval, whatever is sent: who asks again and
 * again over a dead line must not hide that nothing comes back. While an answer is awaited any byte
 * received counts as life, and so do bytes of our own that a full line takes at last: on a slow
 * line an answer waits behind data. While a reader of ours holds the session's reading up, nothing
 * is asked and nothing missed: the silence is our own. Confined to the session's event loop.
 */
final class Heartbeat {
  /**
   * When to ping and how long to wait.
   *
   * @param interval silence after which a ping is sent
   * @param timeout silence after a ping after which the session is lost
   * @param clock wall time for what is shown
   * @param nanoTime monotonic time for what is measured
   */
  record Settings(
      Duration interval, Duration timeout, InstantSource clock, LongSupplier nanoTime) {}

  private static final int SAMPLES = 32;
  private static final int SERVER_WORKERS = 5; // moby/spdystream: FRAME_WORKERS

  private final Session session;
  private final EventLoop loop;
  private final Settings settings;
  private final long[] roundTrips = new long[SAMPLES]; // nanoseconds, a ring
  private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private @Nullable Future<?> timer;
  private long lastReceived;
  private long lastLife;
  private long pingedAt;
  private int firstPingId;
  private int pingId = -1;
  private boolean pending;
  private long sent;
  private long answered;
  private long missed;
  private @Nullable Instant lastAnswer;
  private volatile HeartbeatStats stats = HeartbeatStats.NONE;

  Heartbeat(Session session, EventLoop loop, Settings settings) {
    this.session = session;
    this.loop = loop;
    this.settings = settings;
  }

  HeartbeatStats stats() {
    return stats;
  }

  void pingNow(CompletableFuture<Void> answer) {
    if (session.closed().isDone()) {
      answer.cancel(false);
      return;
    }
    waiting.add(answer);
    if (!pending) {
      ping();
    }
  }

  void received(int bytes) {
    if (bytes > 0) {
      lastReceived = settings.nanoTime().getAsLong();
      lastLife = lastReceived;
    }
  }

  void progressed() {
    lastLife = settings.nanoTime().getAsLong();
  }

  /** The session is read again: silence counts from now on. */
  void resumed() {
    lastReceived = settings.nanoTime().getAsLong();
    lastLife = lastReceived;
  }

  void answered(int id) {
    if (!pending || id < firstPingId || id > pingId) {
      return;
    }
    pending = false;
    roundTrips[(int) (answered % SAMPLES)] = settings.nanoTime().getAsLong() - pingedAt;
    answered++;
    lastAnswer = settings.clock().instant();
    publish();
    List<CompletableFuture<Void>> told = List.copyOf(waiting);
    waiting.clear();
    told.forEach(answer -> answer.complete(null));
    schedule(settings.interval());
  }

  void stop() {
    if (timer != null) {
      timer.cancel(false);
    }
    waiting.forEach(answer -> answer.cancel(false));
    waiting.clear();
  }

  private void ping() {
    pending = true;
    pingedAt = settings.nanoTime().getAsLong();
    lastLife = pingedAt;
    firstPingId = pingId + 2;
    // pings go round the server's workers: where one may be stuck, each of them gets one
    int count = session.isDoubted() ? SERVER_WORKERS : 1;
    for (int i = 0; i < count; i++) {
      pingId += 2;
      session.writePing(pingId);
    }
    sent++;
    publish();
    schedule(settings.timeout());
  }

  private void schedule(Duration delay) {
    if (timer != null) {
      timer.cancel(false);
    }
    timer = loop.schedule(this::onTimer, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void onTimer() {
    long since = pending ? lastLife : lastReceived;
    Duration silent = Duration.ofNanos(settings.nanoTime().getAsLong() - since);
    Duration limit = pending ? settings.timeout() : settings.interval();
    if (session.isStalled()) {
      schedule(limit);
    } else if (silent.compareTo(limit) < 0) {
      schedule(limit.minus(silent)); // life since: the line is slow, not dead
    } else if (pending) {
      missed++;
      publish();
      session.close(Failures.unanswered(settings.timeout().toSeconds()));
    } else {
      ping();
    }
  }

  private void publish() {
    int filled = (int) Math.min(answered, SAMPLES);
    long[] sorted = Arrays.copyOf(roundTrips, filled);
    Arrays.sort(sorted);
    Duration median = filled == 0 ? null : Duration.ofNanos(sorted[filled / 2]);
    stats = new HeartbeatStats(sent, answered, missed, median, lastAnswer);
  }
}
