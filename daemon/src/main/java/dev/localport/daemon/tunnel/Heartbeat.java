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
 * is asked and nothing missed: the silence is our own.
 *
 * <p>A pod that reads nothing holds the session up in the other direction: our bytes are not taken,
 * and the answer waits behind them. Where other sessions of the same way show that the line lives,
 * such a session is late and not lost, for {@link #BLOCKED_LIMIT}. Bytes that left this machine may
 * wait on the way, too, in a proxy or a modem: they are given the time that a line of {@link
 * #SLOWEST} needs for them. Confined to the session's event loop, but for {@link #stats} and {@link
 * #silence}.
 */
final class Heartbeat {
  /**
   * When to ping and how long to wait.
   *
   * @param interval silence after which a ping is sent
   * @param timeout silence after a ping after which the session is lost
   * @param clock wall time for what is shown
   * @param nanoTime monotonic time for what is measured
   * @param neighbours the other sessions of the same way
   */
  record Settings(
      Duration interval,
      Duration timeout,
      InstantSource clock,
      LongSupplier nanoTime,
      Neighbours neighbours) {}

  /** The sessions of one way to an API server. */
  interface Neighbours {
    /** Returns how long nothing was received from any of them but {@code session}. */
    Duration silenceBut(Object session);

    /** Tells whether the line just now takes bytes that waited for it: answers wait behind them. */
    default boolean isSlow() {
      return false;
    }
  }

  /** A ping that is not answered for so long puts new connections elsewhere. */
  static final Duration LATE = Duration.ofSeconds(1);

  /** A line over which another session was heard so recently lives. */
  static final Duration LIVES = Duration.ofSeconds(10);

  /** How long a session lives whose bytes nobody takes. */
  static final Duration BLOCKED_LIMIT = Duration.ofMinutes(5);

  /** Bytes a second of the slowest line on which an upload does not look dead. */
  static final int SLOWEST = 16 * 1024;

  private static final Duration NEVER = Duration.ofDays(365);
  private static final int SAMPLES = 32;
  private static final int SERVER_WORKERS = 5; // moby/spdystream: FRAME_WORKERS

  private final Pinged session;
  private final EventLoop loop;
  private final Settings settings;
  private final long[] roundTrips = new long[SAMPLES]; // nanoseconds, a ring
  private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private @Nullable Future<?> timer;
  private volatile long lastReceived;
  private volatile long lastProgress;
  private long lastLife;
  private long pingedAt;
  private Duration limit = Duration.ZERO; // of the ping that is under way
  private int firstPingId;
  private int pingId = -1;
  private boolean pending;
  private long sentAtPing; // bytes
  private long arrived; // bytes sent before a ping that was answered
  private boolean slow; // the line took bytes while the answer was awaited: it is behind them
  private long sent;
  private long answered;
  private long missed;
  private @Nullable Instant lastAnswer;
  private volatile HeartbeatStats stats = HeartbeatStats.NONE;

  Heartbeat(Pinged session, EventLoop loop, Settings settings) {
    this.session = session;
    this.loop = loop;
    this.settings = settings;
    this.lastReceived = settings.nanoTime().getAsLong();
    this.lastLife = lastReceived;
    this.lastProgress = lastReceived - NEVER.toNanos();
  }

  HeartbeatStats stats() {
    return stats;
  }

  /** Returns how long nothing was received. Any thread may ask. */
  Duration silence() {
    return since(lastReceived);
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(settings.nanoTime().getAsLong() - nanos);
  }

  /** Tells whether a ping waits for its answer longer than new connections should. */
  boolean isLate() {
    return pending && !isUnder(since(pingedAt), LATE) && !isUnder(silence(), LATE);
  }

  /** Begins to wait for silence, without a ping now. */
  void start() {
    schedule(settings.interval());
  }

  void pingNow(CompletableFuture<Void> answer) {
    if (session.isOver()) {
      answer.cancel(false);
      return;
    }
    waiting.add(answer);
    if (!pending) {
      ping(settings.timeout());
    }
  }

  /** Pings at once; where one is under way, its answer has no more than {@code most}. */
  void prove(Duration most) {
    if (session.isOver()) {
      return;
    }
    if (!pending) {
      ping(most);
    } else if (isUnder(most, limit)) {
      limit = most;
      onTimer();
    }
  }

  void received(int bytes) {
    if (bytes > 0) {
      resumed();
    }
  }

  void progressed() {
    lastLife = settings.nanoTime().getAsLong();
    lastProgress = lastLife;
    slow = pending;
  }

  /** Returns how long ago a full line took bytes of ours. Any thread may ask. */
  Duration sinceProgress() {
    return since(lastProgress);
  }

  /** Returns how many bytes of ours no answer has shown to have arrived. */
  long unconfirmed() {
    return session.sentBytes() - arrived;
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
    arrived = sentAtPing;
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

  private void ping(Duration most) {
    pending = true;
    slow = false;
    limit = most;
    pingedAt = settings.nanoTime().getAsLong();
    lastLife = pingedAt;
    sentAtPing = session.sentBytes();
    firstPingId = pingId + 2;
    // pings go round the server's workers: where one may be stuck, each of them gets one
    int count = session.isSuspected() || session.isSending() ? SERVER_WORKERS : 1;
    for (int i = 0; i < count; i++) {
      pingId += 2;
      session.writePing(pingId);
    }
    sent++;
    publish();
    schedule(most);
  }

  private void schedule(Duration delay) {
    if (timer != null) {
      timer.cancel(false);
    }
    timer = loop.schedule(this::onTimer, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void onTimer() {
    try {
      look();
    } catch (RuntimeException | Error e) { // such as no memory for a buffer
      session.close(Failures.lost(e)); // without its heartbeat it would look alive for ever
    }
  }

  private void look() {
    Duration silent = since(pending ? lastLife : lastReceived);
    Duration allowed = pending ? patience() : settings.interval();
    if (session.isStalled()) {
      schedule(allowed);
    } else if (isUnder(silent, allowed)) {
      schedule(allowed.minus(silent)); // life since: the line is slow, not dead
    } else if (!pending) {
      ping(settings.timeout());
    } else if (isUnder(silent, timeOfDataAhead())
        && isUnder(settings.neighbours().silenceBut(session), LIVES)) {
      schedule(LATE); // the line lives, and the answer waits behind what we sent
    } else {
      missed++;
      publish();
      session.close(Failures.unanswered(limit));
    }
  }

  private Duration timeOfDataAhead() {
    Duration time = Duration.ofSeconds(unconfirmed() / SLOWEST);
    return session.isBlocked() || isUnder(BLOCKED_LIMIT, time) ? BLOCKED_LIMIT : time;
  }

  /** What the machine holds of our bytes still goes first where the line is slow. */
  private Duration patience() {
    return slow || settings.neighbours().isSlow() ? limit.multipliedBy(2) : limit;
  }

  private static boolean isUnder(Duration duration, Duration bound) {
    return duration.compareTo(bound) < 0;
  }

  private void publish() {
    int filled = (int) Math.min(answered, SAMPLES);
    long[] sorted = Arrays.copyOf(roundTrips, filled);
    Arrays.sort(sorted);
    Duration median = filled == 0 ? null : Duration.ofNanos(sorted[filled / 2]);
    stats = new HeartbeatStats(sent, answered, missed, median, lastAnswer);
  }
}
