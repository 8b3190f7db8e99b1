package dev.localport.daemon.forward.upstream;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.forward.local.LocalSide;
import dev.localport.daemon.time.Timers;
import dev.localport.daemon.tunnel.HeartbeatStats;
import dev.localport.daemon.tunnel.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a forward: those in use, those that drain, and when one more is wanted. Used by
 * the forward's owner alone, except {@link #used}, {@link #heartbeat} and {@link #reconnects}.
 *
 * <p>The first connection brings a spare session along, so that the next one shares none, up to
 * {@link #MOST} for a forward and {@link #MOST_OF_CONTEXT} for a context: each costs the server
 * goroutines and an audit entry.
 */
final class Sessions {
  static final int MOST = 12;
  static final int MOST_OF_CONTEXT = 64;

  private static final Duration PAUSE = Duration.ofSeconds(10);

  /** How long what a pod sent before its end may be in transit. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private ServiceConfig config;
  private final Attempts attempts;
  private final TargetPods pods;
  private final PodDialer dialer;
  private final Timers timers;
  private final LocalSide local;
  private final Consumer<UpstreamNews> mailbox;
  private final SessionEvents signals;
  private final Pool pool;
  private final Heartbeats heartbeats = new Heartbeats();
  private final AtomicInteger reconnects = new AtomicInteger();
  private Instant nextSpare = Instant.MIN;
  private boolean everConnected;

  Sessions(
      ServiceConfig config,
      Attempts attempts,
      TargetPods pods,
      PodDialer dialer,
      Timers timers,
      LocalSide local,
      Consumer<UpstreamNews> mailbox) {
    this.config = config;
    this.attempts = attempts;
    this.pods = pods;
    this.dialer = dialer;
    this.timers = timers;
    this.local = local;
    this.mailbox = mailbox;
    this.pool = new Pool(local);
    this.signals = new SessionEvents(config.name(), timers, mailbox);
  }

  /**
   * Takes another configuration. A session keeps the heartbeat that it was opened with, so another
   * heartbeat means other sessions; open connections stay in the old ones.
   */
  void configure(ServiceConfig now) {
    boolean same = now.heartbeat().equals(config.heartbeat());
    config = now;
    if (!same) {
      List.copyOf(pool.used()).forEach(used -> replace(used.session()));
    }
    balance();
  }

  /** Returns those in use, the oldest first. */
  List<Upstream> used() {
    return pool.used();
  }

  /** Returns the pings of all sessions there were. */
  HeartbeatStats heartbeat() {
    return heartbeats.total();
  }

  /** Returns how long none of them has received anything; null: there was none. */
  @Nullable Duration silence() {
    return heartbeats.silence();
  }

  /** Returns how often there was a session again after there had been none. */
  int reconnects() {
    return reconnects.get();
  }

  boolean isEmpty() {
    return pool.isEmpty();
  }

  boolean leadsTo(String pod) {
    return !pool.to(pod).isEmpty();
  }

  /** Begins an attempt for one more session; connections share what there is meanwhile, or wait. */
  void grow() {
    if (pool.isEmpty() || attempts.isRunning() || timers.instant().isBefore(nextSpare)) {
      return;
    }
    boolean all = pool.size() >= MOST || dialer.sessions(pool.first()) >= MOST_OF_CONTEXT;
    if (!all || pool.isAllExpiring()) {
      List<String> used = pool.used().stream().map(Upstream::pod).toList();
      boolean balance = config.tuning().balance();
      attempts.beginSpare(serving -> TargetPods.next(serving, used, balance));
    }
  }

  /** Takes a new session into use; those that are worn drain. */
  void adopt(Upstream upstream) {
    boolean isReconnect = everConnected && pool.isEmpty();
    everConnected = true;
    signals.opened(upstream, pool.isEmpty(), pool.isAllExpiring());
    heartbeats.follow(upstream.session());
    pool.add(upstream);
    signals.follow(upstream);
    if (isReconnect) {
      reconnects.incrementAndGet(); // last: a reader of it sees the session, too
    }
    balance();
  }

  /** Opens a session that was not to be had a while ago, if it is wanted still. */
  void growAgain() {
    balance();
    local.wantAgain();
  }

  /** Opens a session to a usable pod that has none, where connections go to all pods. */
  private void balance() {
    if (config.tuning().balance() && pods.ready().stream().anyMatch(pod -> !isUsed(pod))) {
      grow();
    }
  }

  private boolean isUsed(String pod) {
    return pool.used().stream().anyMatch(up -> up.pod().equals(pod));
  }

  /** Forgets a session that is over; returns whether it was the last one in use. */
  boolean drop(Session session) {
    return pool.drop(session) && isLost();
  }

  /** Returns whether nothing is in use anymore; an attempt for one more is given up then. */
  private boolean isLost() {
    if (pool.isEmpty()) {
      attempts.abandon();
    }
    return pool.isEmpty();
  }

  /**
   * Takes a session out of use that does not answer; returns whether it was the last one in use.
   * Its open connections live on.
   */
  boolean late(Session session) {
    if (!pool.suspend(session)) {
      return false;
    }
    boolean isFirst = pool.usedOrLate().size() == pool.size() + 1;
    if (!pool.isEmpty() && pool.size() < MOST && (isFirst || !attempts.isRunning())) {
      List<String> used = pool.used().stream().map(Upstream::pod).toList();
      attempts.begin(
          Purpose.SPARE,
          Attempts.Start.FREE,
          pool.newestLate(),
          serving -> TargetPods.next(serving, used, false));
    }
    return isLost();
  }

  /** Returns a session that is late, or null. */
  @Nullable Upstream findLate() {
    return pool.newestLate();
  }

  /** Uses a session again that answers again; returns whether it was late. */
  boolean recovered(Session session) {
    boolean was = pool.resume(session);
    if (was && pool.isExpiring(session)) {
      replace(session);
    }
    return was;
  }

  /** Returns the pods that sessions lead to, also those that are late. */
  List<String> pods() {
    return pool.usedOrLate().stream().map(Upstream::pod).distinct().toList();
  }

  /**
   * Looks for a session in the place of one that is in doubt or old. While others serve, a doubted
   * one drains at once; an old one is used until there is another.
   */
  void replace(Session session) {
    Upstream used = pool.find(session);
    if (used != null || pool.isLate(session)) {
      pool.expire(session);
    }
    if (used == null) {
      return;
    }
    if (!pool.isAllExpiring()) {
      pool.drain(used);
    } else {
      nextSpare = Instant.MIN;
      grow();
    }
  }

  /**
   * One more session is not to be had: those in doubt serve if there are no others, and it is tried
   * again a little later.
   */
  void notGrown() {
    nextSpare = timers.instant().plus(PAUSE);
    Timers.Waiting _ = timers.at(nextSpare, () -> mailbox.accept(new UpstreamNews.WantedAgain()));
    if (pool.isAllExpiring()) {
      pool.serveEvenIfSuspected();
      Session first = pool.first().session();
      Timers.Waiting _ =
          timers.at(nextSpare, () -> mailbox.accept(new UpstreamNews.Expiring(first)));
    }
  }

  /** Lets the sessions in use take no more connections; each ends with its last one. */
  void drainAll() {
    pool.drainAll();
  }

  /** Retires a session if it is in use; returns whether it was the last one. */
  boolean leave(Session session) {
    Upstream used = pool.find(session);
    if (used == null) {
      return false;
    }
    pool.drain(used);
    return isLost();
  }

  /** Ends all, for the service was stopped. */
  void closeAll() {
    local.giveUpServed();
    pool.closeAll(new Failure(FailureKind.SESSION, "the service was stopped"));
    everConnected = false;
  }

  /** A pod is usable: what failed before may have been for want of it. */
  void podReady() {
    nextSpare = Instant.MIN;
    balance();
  }

  /** Retires what leads to a pod; returns whether those were the last ones in use. */
  boolean podGone(String pod) {
    List<Upstream> lost = pool.to(pod);
    boolean inUse = lost.stream().anyMatch(up -> pool.find(up.session()) != null);
    lost.forEach(pool::drain);
    return inUse && isLost();
  }

  /** Ends what still leads to a pod that is no more: it would hang until the server's timeout. */
  void podDeleted(String pod) {
    Failure why = new Failure(FailureKind.SESSION, "pod %s was deleted".formatted(pod));
    for (Session session : pool.drainingTo(pod)) {
      Timers.Waiting _ = timers.at(timers.instant().plus(LAST_WORDS), () -> session.close(why));
    }
  }
}
