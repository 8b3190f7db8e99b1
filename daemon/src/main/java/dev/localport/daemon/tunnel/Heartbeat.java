package dev.localport.daemon.tunnel;

import dev.localport.api.Failure;
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
 * Pings one session, and does what {@link LivenessRules} say: reports that it is late, that it
 * answered again, or ends it.
 *
 * <p>A ping leaves when nothing was received for the interval, regardless of what is sent: a client
 * that asks again and again over a dead line must not hide that nothing comes back. While an answer
 * is awaited any byte received counts as life, and so do bytes of our own that a full line takes at
 * last: on a slow line an answer waits behind data. While a reader of ours holds the session's
 * reading up, nothing is asked and nothing missed: the silence is our own.
 *
 * <p>A pod that reads nothing holds the session up in the other direction: our bytes are not taken,
 * and the answer waits behind them. If other sessions of the same route show that the network
 * works, such a session is not late for {@link #BLOCKED_LIMIT}. Bytes that left this machine may
 * wait in between, too, in a proxy or a modem: they are given the time that a line of {@link
 * #SLOWEST} needs for them. Confined to the session's event loop, except for {@link #stats}, {@link
 * #silence} and {@link #isLate}.
 *
 * <p>Over 300 lines, since the rules see the whole session through it: what was sent, heard, and
 * waits.
 */
final class Heartbeat {
  /**
   * When to ping and how long to wait.
   *
   * @param patience how long the session may be silent
   * @param clock wall time for what is shown
   * @param nanoTime monotonic time for what is measured
   * @param neighbours the other sessions of the same route
   */
  record Settings(
      Patience patience, InstantSource clock, LongSupplier nanoTime, Neighbours neighbours) {
    Settings beside(Neighbours others) {
      return new Settings(patience, clock, nanoTime, others);
    }
  }

  /** The sessions of one route to an API server. */
  interface Neighbours {
    /** Returns how long nothing was received from any of them but {@code session}. */
    Duration silenceBut(Object session);

    /**
     * Returns whether the line just now takes bytes that waited for it: answers wait behind them.
     */
    default boolean isSlow() {
      return false;
    }

    /** Takes an answer to a ping that came at a monotonic time. */
    default void answered(Duration now, Duration roundTrip) {
      // a view of one session needs none
    }

    /** Has another session than this one asked whether it answers, where there is one. */
    default void askOther(Object session, Duration now) {
      // there is no other session
    }

    /** Returns the session that answers, if one does. */
    default @Nullable Witness witness(Duration now) {
      return null;
    }
  }

  /** How long a session lives whose bytes are not taken. */
  static final Duration BLOCKED_LIMIT = Duration.ofMinutes(5);

  /** Bytes a second of the slowest line on which an upload does not look dead. */
  static final int SLOWEST = 16 * 1024;

  private static final Duration NEVER = Duration.ofDays(365);
  private static final int SAMPLES = 32;
  private static final int SERVER_WORKERS = 5; // moby/spdystream: FRAME_WORKERS

  private final Pinged session;
  private final EventLoop loop;
  private final Settings settings;
  private final LivenessRules rules;
  private final long[] roundTrips = new long[SAMPLES]; // nanoseconds, a ring
  private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private @Nullable Future<?> timer;
  private volatile Liveness state = new Liveness.Alive();
  private volatile long lastReceived;
  private volatile long lastProgress;
  private long lastLife;
  private long pingedAt;
  private int firstPingId;
  private int pingId = -1;
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
    this.rules = new LivenessRules(settings.patience());
    this.lastReceived = settings.nanoTime().getAsLong();
    this.lastLife = lastReceived;
    this.lastProgress = lastReceived - NEVER.toNanos();
  }

  HeartbeatStats stats() {
    return stats;
  }

  Patience patience() {
    return settings.patience();
  }

  /** Returns how long nothing was received. Any thread may ask. */
  Duration silence() {
    return since(lastReceived);
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(settings.nanoTime().getAsLong() - nanos);
  }

  private Duration now() {
    return Duration.ofNanos(settings.nanoTime().getAsLong());
  }

  /** Returns whether an answer is overdue, see {@link Liveness.Late}. Any thread may ask. */
  boolean isLate() {
    return state instanceof Liveness.Late;
  }

  /** Returns whether a ping waits for its answer longer than new connections should. */
  boolean isHesitant() {
    return isPending()
        && !isUnder(since(pingedAt), LivenessRules.HESITANT)
        && !isUnder(silence(), LivenessRules.HESITANT);
  }

  private boolean isPending() {
    return state.query() != null;
  }

  /** Starts to wait for silence, without a ping now. */
  void start() {
    schedule(settings.patience().interval());
  }

  void pingNow(CompletableFuture<Void> answer) {
    if (session.isOver()) {
      answer.cancel(false);
      return;
    }
    waiting.add(answer);
    if (!isPending()) {
      step(new LivenessEvent.PingWanted(now(), settings.patience().timeout()));
    }
  }

  /** Pings at once; if one is in progress, its answer has no more than the time of a proof. */
  void prove() {
    if (!session.isOver()) {
      step(new LivenessEvent.PingWanted(now(), settings.patience().proof()));
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
    slow = isPending();
    heard();
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
    heard();
  }

  private void heard() {
    if (isPending() && !session.isOver()) {
      step(new LivenessEvent.Heard(now()));
    }
  }

  void answered(int id) {
    if (!isPending() || id < firstPingId || id > pingId) {
      return;
    }
    arrived = sentAtPing;
    Duration roundTrip = since(pingedAt);
    roundTrips[(int) (answered % SAMPLES)] = roundTrip.toNanos();
    answered++;
    lastAnswer = settings.clock().instant();
    publish();
    settings.neighbours().answered(now(), roundTrip);
    List<CompletableFuture<Void>> told = List.copyOf(waiting);
    waiting.clear();
    step(new LivenessEvent.Answered());
    told.forEach(answer -> answer.complete(null));
  }

  void stop() {
    if (timer != null) {
      timer.cancel(false);
    }
    waiting.forEach(answer -> answer.cancel(false));
    waiting.clear();
  }

  private void step(LivenessEvent event) {
    Liveness before = state;
    LivenessStep step = rules.next(before, event);
    state = step.next();
    if (before.query() == null && step.next().query() != null) {
      begin();
    }
    if (step.lookAfter() != null) {
      schedule(step.lookAfter());
    }
    step.effects().forEach(this::perform);
    if (step.next() instanceof Liveness.Dead(Failure why)) {
      session.close(why);
    }
  }

  private void perform(LivenessStep.Effect effect) {
    switch (effect) {
      case PING -> ping();
      case ASK_WITNESS -> settings.neighbours().askOther(session, now());
      case TELL_LATE -> {
        missed++;
        publish();
        session.onLate(Failures.unanswered(limit()));
      }
      case TELL_RECOVERED -> session.onRecovered();
    }
  }

  private Duration limit() {
    Liveness.Query query = state.query();
    return query == null ? settings.patience().timeout() : query.limit();
  }

  /** A ping waits for its answer from now on; those that follow it ask for the same one. */
  private void begin() {
    slow = false;
    pingedAt = settings.nanoTime().getAsLong();
    sentAtPing = session.sentBytes();
    firstPingId = pingId + 2;
  }

  private void ping() {
    // pings go round the server's workers: where one may be stuck, each of them gets one
    int count = session.isSuspected() || session.isSending() ? SERVER_WORKERS : 1;
    for (int i = 0; i < count; i++) {
      pingId += 2;
      session.writePing(pingId);
    }
    sent++;
    publish();
  }

  private void schedule(Duration delay) {
    if (timer != null) {
      timer.cancel(false);
    }
    timer = loop.schedule(this::onTimer, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void onTimer() {
    try {
      step(look());
    } catch (RuntimeException | Error e) { // such as no memory for a buffer
      session.close(Failures.lost(e)); // without its heartbeat it would look alive forever
    }
  }

  private LivenessEvent look() {
    Duration now = now();
    Neighbours neighbours = settings.neighbours();
    return new LivenessEvent.Looked(
        now,
        since(lastReceived),
        since(lastLife),
        session.isStalled(),
        slow || neighbours.isSlow(),
        timeOfDataAhead(),
        neighbours.silenceBut(session),
        neighbours.witness(now),
        isPending() ? session.tcp() : null);
  }

  private Duration timeOfDataAhead() {
    Duration time = Duration.ofSeconds(unconfirmed() / SLOWEST);
    return session.isBlocked() || isUnder(BLOCKED_LIMIT, time) ? BLOCKED_LIMIT : time;
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
