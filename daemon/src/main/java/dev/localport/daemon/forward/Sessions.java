package dev.localport.daemon.forward;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.PodInfo;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.kube.KubeContext;
import dev.localport.daemon.kube.KubeShell;
import dev.localport.daemon.kube.PodView;
import dev.localport.daemon.kube.ResolvedTarget;
import dev.localport.daemon.time.Timers;
import dev.localport.daemon.tunnel.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The upstream half of a forward: the sessions in use, those that drain, the attempt under way, and
 * the pods. Used by the forward's owner alone, except {@link #view}, {@link #pinned} and {@link
 * #route}; what happens elsewhere comes as {@link Mail}.
 *
 * <p>The first connection brings a spare session along, so that the next one shares none, up to
 * {@link #MOST} for a forward and {@link #MOST_OF_CONTEXT} for a context: each costs the server
 * goroutines and an audit entry.
 *
 * <p>Over 300 lines, since a third of it hands questions on to its parts: the owner knows one
 * upstream half, and not how it is made.
 */
final class Sessions {
  static final int MOST = 12;
  static final int MOST_OF_CONTEXT = 64;

  private static final Duration PAUSE = Duration.ofSeconds(10);

  /** How long what a pod sent before its end may be on its way. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final ServiceConfig config;
  private final PodDialer dialer;
  private final Timers timers;
  private final LocalSide local;
  private final Consumer<Mail> owner;
  private final Attempts attempts;
  private final TargetPods pods;
  private final Signals signals;
  private final Pool pool;
  private final Heartbeats heartbeats = new Heartbeats();
  private final AtomicInteger reconnects = new AtomicInteger();
  private volatile @Nullable String pinned;
  private volatile @Nullable ResolvedTarget target;
  private Instant nextSpare = Instant.MIN;
  private boolean everConnected;
  private @Nullable String avoid;

  Sessions(
      ServiceConfig config,
      KubeShell shell,
      @Nullable String pinned,
      ForwardParts parts,
      Predicate<KubeContext> away,
      LocalSide local,
      Consumer<Mail> owner) {
    this.config = config;
    this.pinned = pinned;
    this.dialer = parts.dialer();
    this.timers = parts.timers();
    this.local = local;
    this.owner = owner;
    this.pool = new Pool(local);
    this.attempts = new Attempts(config, shell, dialer, local.loop(), away, owner);
    this.pods = new TargetPods(config, dialer, owner);
    this.signals = new Signals(config.name(), timers, owner);
  }

  UpstreamView view() {
    List<Upstream> now = pool.used();
    ResolvedTarget found = target;
    return new UpstreamView(
        pinned,
        found == null ? config.target().namespace() : found.namespace(),
        now.stream().map(Upstream::pod).distinct().toList(),
        now.stream().map(Upstream::session).toList(),
        heartbeats.total(),
        reconnects.get());
  }

  /** Returns the sessions in use, for who takes one past the switchboard. Any thread may ask. */
  List<Lines.Line> lines() {
    return pool.used().stream()
        .map(up -> new Lines.Line(up.session(), up.pod(), up.ports(), false))
        .toList();
  }

  @Nullable String pinned() {
    return pinned;
  }

  /** Pins the context, where none is pinned yet. */
  void pin(@Nullable String context) {
    pinned = pinned == null ? context : pinned;
  }

  /** Returns the pods that the cluster's monitor looks at, as they were told last. Any thread. */
  List<PodInfo> monitored() {
    return pods.monitored();
  }

  /** Returns the way to the API server that the last attempt took, or null before the first. */
  @Nullable String route() {
    return attempts.route();
  }

  /** Begins an attempt, giving up one that runs; its outcome comes as mail. */
  void dial() {
    String avoided = avoid;
    avoid = null;
    attempts.begin(
        pinned,
        Purpose.CONNECT,
        serving ->
            serving.stream()
                .filter(pod -> !pod.name().equals(avoided))
                .findFirst()
                .orElse(serving.getFirst()));
  }

  /** Looks at the pods anew, see {@link TargetPods#refresh}. */
  void refreshPods() {
    pods.refresh();
  }

  /** Gives up the attempt that runs, if one does. */
  void abandon() {
    attempts.abandon();
  }

  boolean isCurrent(int attempt) {
    return attempts.isCurrent(attempt);
  }

  /** Begins an attempt for one more session; connections share what there is meanwhile, or wait. */
  void grow() {
    if (pool.isEmpty() || attempts.isRunning() || timers.instant().isBefore(nextSpare)) {
      return;
    }
    boolean all = pool.size() >= MOST || dialer.sessions(pool.first()) >= MOST_OF_CONTEXT;
    if (!all || pool.isAllWorn()) {
      List<String> used = pool.used().stream().map(Upstream::pod).toList();
      boolean balance = config.tuning().balance();
      attempts.begin(pinned, Purpose.SPARE, serving -> TargetPods.next(serving, used, balance));
    }
  }

  /** Follows the pods of a target that an attempt has found; the context is pinned with it. */
  void watch(Mail.Resolved resolved) {
    if (isCurrent(resolved.attempt())) {
      pinned = resolved.context().name();
      target = resolved.target();
      pods.follow(resolved.context(), resolved.target());
    }
  }

  /** Tells whether a pod has left, see {@link TargetPods#hasLeft}. */
  boolean hasLeft(String pod) {
    return pods.hasLeft(pod);
  }

  /** Takes a new session into use, if it is the newest attempt's; those that are worn drain. */
  boolean adopt(Mail.Opened opened) {
    Upstream upstream = opened.upstream();
    if (!isCurrent(opened.attempt())) {
      opened.dropped();
      return false;
    }
    attempts.over();
    boolean isReconnect = everConnected && pool.isEmpty();
    everConnected = true;
    signals.opened(upstream, pool.isEmpty(), pool.isAllWorn());
    heartbeats.follow(upstream.session());
    pool.add(upstream);
    signals.follow(upstream);
    if (isReconnect) {
      reconnects.incrementAndGet(); // at last: whoever sees it sees the session, too
    }
    balance();
    return true;
  }

  /** Opens a session that was not to be had a while ago, if it is wanted still. */
  void growAgain() {
    balance();
    local.wantAgain();
  }

  /** Opens a session to a pod that serves and has none, where connections go to all pods. */
  private void balance() {
    if (config.tuning().balance()
        && pods.ready().stream().anyMatch(pod -> pool.to(pod).isEmpty())) {
      grow();
    }
  }

  /** Forgets a session that is over; returns whether it was the last one in use. */
  boolean drop(Session session) {
    return pool.drop(session) && isLost();
  }

  /** Tells whether nothing is in use any more; an attempt for one more is given up then. */
  private boolean isLost() {
    if (pool.isEmpty()) {
      abandon();
    }
    return pool.isEmpty();
  }

  /**
   * Looks for a session in the place of one that is in doubt or old. While others serve, a doubted
   * one drains at once; one that is old serves until there is another.
   */
  void replace(Session session) {
    Upstream used = pool.find(session);
    if (used == null) {
      return;
    }
    pool.wear(used);
    if (!pool.isAllWorn()) {
      pool.retire(used);
    } else {
      nextSpare = Instant.MIN;
      grow();
    }
  }

  /**
   * One more session is not to be had: those in doubt serve where there are no others, and it is
   * tried again a little later.
   */
  void notGrown() {
    attempts.over();
    nextSpare = timers.instant().plus(PAUSE);
    Timers.Waiting _ = timers.at(nextSpare, () -> owner.accept(new Mail.WantedAgain()));
    if (pool.isAllWorn()) {
      pool.serveEvenIfDoubted();
      Session first = pool.first().session();
      Timers.Waiting _ = timers.at(nextSpare, () -> owner.accept(new Mail.Worn(first)));
    }
  }

  /** Lets the sessions in use take no more connections; each ends with its last one. */
  void retireAll() {
    pool.retireAll();
  }

  /** Nothing is open upstream any more, and nobody looks at the pods. */
  void rest() {
    abandon();
    retireAll();
    pods.stop();
  }

  /** Retires a session if it is in use; returns whether it was the last one. */
  boolean leave(Session session) {
    Upstream used = pool.find(session);
    if (used == null) {
      return false;
    }
    pool.retire(used);
    return isLost();
  }

  /** Ends the attempt, all sessions and the watch. */
  void closeAll() {
    abandon();
    pods.stop();
    local.giveUpServed();
    pool.closeAll(new Failure(FailureKind.SESSION, "the service was stopped"));
    everConnected = false;
  }

  /** Makes the next attempt go to another pod, where there is one. */
  void avoidCurrentPod() {
    avoid = pool.isEmpty() ? null : pool.first().pod();
  }

  void podReady(PodView pod) {
    pods.serves(pod.name());
    nextSpare = Instant.MIN; // what failed may have been for want of this one
    balance();
  }

  /** Notes that a pod does not serve; returns whether the last sessions in use led to it. */
  boolean podGone(String pod) {
    pods.gone(pod);
    List<Upstream> lost = pool.to(pod);
    lost.forEach(this.pool::retire);
    return !lost.isEmpty() && isLost();
  }

  /** Ends what still leads to a pod that is no more: it would hang until the server's timeout. */
  void podDeleted(String pod) {
    Failure why = new Failure(FailureKind.SESSION, "pod %s was deleted".formatted(pod));
    for (Session session : pool.drainingTo(pod)) {
      Timers.Waiting _ = timers.at(timers.instant().plus(LAST_WORDS), () -> session.close(why));
    }
  }

  /** Returns the pods that sessions in use lead to, but for these. */
  List<String> podsBut(Set<String> serving) {
    return view().pods().stream().filter(pod -> !serving.contains(pod)).toList();
  }

  boolean hasReadyPod() {
    return !pods.ready().isEmpty();
  }

  /** Asks the cluster whether a pod that a connection's error speaks of still serves. */
  void lookUp(String pod) {
    if (!pool.to(pod).isEmpty()) {
      pods.lookUp(pod);
    }
  }
}
