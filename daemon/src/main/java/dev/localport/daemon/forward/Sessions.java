package dev.localport.daemon.forward;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.forward.PodDialer.AttemptException;
import dev.localport.daemon.kube.KubeContext;
import dev.localport.daemon.kube.PodListener;
import dev.localport.daemon.kube.PodView;
import dev.localport.daemon.kube.PodWatch;
import dev.localport.daemon.kube.ResolvedTarget;
import dev.localport.daemon.time.Timers;
import dev.localport.daemon.tunnel.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The upstream half of a forward: the attempt under way, the session in use, those that drain, and
 * the watch over the pods. Used by the forward's owner alone, except {@link #view} and {@link
 * #pinned}; what happens elsewhere comes as {@link Mail}.
 */
final class Sessions {
  private static final Logger log = LoggerFactory.getLogger(Sessions.class);
  private static final Duration RENEW_AGAIN = Duration.ofSeconds(10);

  private final ServiceConfig config;
  private final @Nullable String kubeconfig;
  private final PodDialer dialer;
  private final Timers timers;
  private final LocalSide local;
  private final Consumer<Mail> owner;
  private final List<Session> draining = new ArrayList<>();
  private final Set<String> readyPods = new HashSet<>();
  private volatile @Nullable String pinned;
  private volatile @Nullable KubeContext context;
  private volatile @Nullable ResolvedTarget target;
  private volatile @Nullable Upstream current;
  private final AtomicInteger reconnects = new AtomicInteger();
  private int attempt;
  private boolean everConnected;
  private @Nullable Thread attempting;
  private @Nullable Thread lookingUp;
  private @Nullable PodWatch watch;
  private @Nullable ResolvedTarget watched;
  private @Nullable String avoid;

  /**
   * What is shown of the upstream half; all of it is null before the first attempt has got so far.
   */
  record View(
      @Nullable String context,
      @Nullable String namespace,
      @Nullable String pod,
      @Nullable Session session,
      int reconnects) {}

  Sessions(
      ServiceConfig config,
      @Nullable String kubeconfig,
      @Nullable String pinned,
      ForwardParts parts,
      LocalSide local,
      Consumer<Mail> owner) {
    this.config = config;
    this.kubeconfig = kubeconfig;
    this.pinned = pinned;
    this.dialer = parts.dialer();
    this.timers = parts.timers();
    this.local = local;
    this.owner = owner;
  }

  View view() {
    Upstream now = current;
    ResolvedTarget found = target;
    return new View(
        pinned,
        found == null ? config.target().namespace() : found.namespace(),
        now == null ? null : now.pod(),
        now == null ? null : now.session(),
        reconnects.get());
  }

  @Nullable String pinned() {
    return pinned;
  }

  /**
   * Begins an attempt, giving up one that runs; its outcome comes as mail with the attempt's
   * number.
   */
  void dial() {
    abandon();
    int number = attempt;
    String avoided = avoid;
    avoid = null;
    attempting =
        Thread.ofVirtual()
            .name("dial-" + config.name())
            .start(() -> owner.accept(attempt(number, avoided)));
  }

  private Mail attempt(int number, @Nullable String avoided) {
    try {
      KubeContext found = dialer.context(config, kubeconfig, pinned);
      ResolvedTarget resolved = dialer.resolve(found, config);
      owner.accept(new Mail.Resolved(number, found, resolved));
      PodDialer.Choice choice = dialer.choose(found, resolved, avoided);
      line(Level.DEBUG, choice.pod().name())
          .addKeyValue("target", resolved.text())
          .addKeyValue("ports", choice.ports())
          .log("target resolved");
      long begun = System.nanoTime();
      Session session = dialer.open(found, resolved, choice, config, local.loop());
      dialer.ping(session, config.heartbeat().timeout());
      line(Level.DEBUG, choice.pod().name())
          .addKeyValue("server", found.server())
          .addKeyValue("took_ms", Duration.ofNanos(System.nanoTime() - begun).toMillis())
          .log("session dialled and pinged");
      return new Mail.Opened(
          number, new Upstream(found, resolved, session, choice.pod().name(), choice.ports()));
    } catch (AttemptException e) {
      return new Mail.NotOpened(number, e.failure());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Mail.NotOpened(
          number, new Failure(FailureKind.SESSION, "the attempt was given up"));
    } catch (RuntimeException | Error e) { // all of it: the forward must hear that it is over
      log.atError().addKeyValue("service", config.name()).setCause(e).log("attempt ended: bug");
      return new Mail.NotOpened(number, new Failure(FailureKind.SESSION, "internal error: " + e));
    }
  }

  /** Gives up the attempt that runs, if one does. */
  void abandon() {
    attempt++;
    if (attempting != null) {
      attempting.interrupt();
      attempting = null;
    }
  }

  boolean isCurrent(int number) {
    return number == attempt;
  }

  /** Follows the pods of a target that an attempt has found; the context is pinned with it. */
  void watch(Mail.Resolved resolved) {
    if (!isCurrent(resolved.attempt())) {
      return;
    }
    pinned = resolved.context().name();
    target = resolved.target();
    boolean same = resolved.target().equals(watched) && resolved.context().equals(context);
    context = resolved.context();
    if (!same) {
      stopWatching();
      watched = resolved.target();
      watch = resolved.context().targets().watch(resolved.target(), new Told());
    }
  }

  private void stopWatching() {
    readyPods.clear();
    watched = null;
    if (watch != null) {
      watch.close();
      watch = null;
    }
  }

  /** Takes a new session into use, if it is the newest attempt's; the one before drains. */
  boolean adopt(Mail.Opened opened) {
    Upstream upstream = opened.upstream();
    if (!isCurrent(opened.attempt()) || upstream.session().closed().isDone()) {
      opened.dropped();
      return false;
    }
    attempting = null;
    boolean isRenewal = current != null;
    retire();
    if (everConnected && !isRenewal) {
      reconnects.incrementAndGet();
    }
    everConnected = true;
    current = upstream;
    LoggingEventBuilder line = line(Level.INFO, upstream.pod());
    (isRenewal ? line.addKeyValue("replaces", "a doubted session") : line).log("session opened");
    var _ =
        upstream
            .session()
            .doubted()
            .thenAccept(done -> owner.accept(new Mail.Doubted(upstream.session())));
    var _ =
        upstream
            .session()
            .closed()
            .thenAccept(why -> {
              line(Level.DEBUG, upstream.pod())
                  .addKeyValue("why", why.message())
                  .log("session closed");
              owner.accept(new Mail.Closed(upstream.session(), why));
            });
    var _ =
        upstream
            .session()
            .goingAway()
            .thenRun(() -> owner.accept(new Mail.GoingAway(upstream.session())));
    local.serve(upstream, false);
    return true;
  }

  private LoggingEventBuilder line(Level level, String pod) {
    return log.atLevel(level).addKeyValue("service", config.name()).addKeyValue("pod", pod);
  }

  /** Forgets a session that is over; returns whether it was the one in use. */
  boolean drop(Session session) {
    draining.remove(session);
    Upstream now = current;
    if (now == null || !now.session().equals(session)) {
      return false;
    }
    current = null;
    local.withdraw();
    return true;
  }

  /**
   * Looks for a session in the place of one that is in use and in doubt; connections wait for it.
   */
  void renew(Session session) {
    Upstream now = current;
    boolean attempts = attempting != null && attempting.isAlive();
    if (now != null && now.session().equals(session) && !attempts) {
      dial();
    }
  }

  /**
   * A session in the place of the one in doubt is not to be had: that one serves, and is replaced a
   * little later.
   */
  void notRenewed() {
    Upstream now = current;
    attempting = null;
    if (now != null) {
      local.serve(now, true);
      Timers.Waiting _ =
          timers.at(
              timers.instant().plus(RENEW_AGAIN),
              () -> owner.accept(new Mail.Doubted(now.session())));
    }
  }

  /** Lets the session in use take no more connections; it ends with its last one. */
  void retire() {
    Upstream now = current;
    if (now != null) {
      drain(now);
      now.session().retire();
    }
  }

  private void drain(Upstream used) {
    current = null;
    local.withdraw();
    draining.add(used.session());
  }

  /** Retires a session if it is the one in use; returns whether it was. */
  boolean leave(Session session) {
    Upstream now = current;
    boolean used = now != null && now.session().equals(session);
    if (used) {
      retire();
    }
    return used;
  }

  /** Ends the attempt, all sessions and the watch. */
  void closeAll() {
    abandon();
    stopWatching();
    local.giveUpServed();
    Upstream now = current;
    if (now != null) {
      drain(now);
    }
    Failure stopped = new Failure(FailureKind.SESSION, "the service was stopped");
    draining.forEach(session -> session.close(stopped));
    draining.clear();
    everConnected = false;
  }

  /** Makes the next attempt go to another pod, where there is one. */
  void avoidCurrentPod() {
    Upstream now = current;
    avoid = now == null ? null : now.pod();
  }

  void podReady(PodView pod) {
    readyPods.add(pod.name());
  }

  /** Notes that a pod does not serve; returns whether the session in use led to it. */
  boolean podGone(String pod) {
    readyPods.remove(pod);
    Upstream now = current;
    if (now == null || !now.pod().equals(pod)) {
      return false;
    }
    retire();
    return true;
  }

  boolean hasReadyPod() {
    return !readyPods.isEmpty();
  }

  /**
   * Asks the cluster whether a pod that a connection's error speaks of still serves; one question
   * at a time.
   */
  void lookUp(String pod) {
    Upstream now = current;
    if (now == null || !now.pod().equals(pod) || (lookingUp != null && lookingUp.isAlive())) {
      return;
    }
    lookingUp =
        Thread.ofVirtual()
            .name("look-" + config.name())
            .start(() -> {
              try {
                String serving = dialer.choose(now.context(), now.target(), null).pod().name();
                if (!serving.equals(pod)) {
                  owner.accept(new Mail.PodGone(pod, "it does not serve any more"));
                }
              } catch (AttemptException e) {
                if (e.failure().kind() == FailureKind.NO_READY_POD
                    || e.failure().kind() == FailureKind.TARGET_MISSING) {
                  owner.accept(new Mail.PodGone(pod, e.failure().message()));
                }
              }
            });
  }

  /** What the watch tells, on its own thread. */
  private final class Told implements PodListener {
    @Override
    public void onReady(PodView pod) {
      owner.accept(new Mail.PodReady(pod));
    }

    @Override
    public void onGone(String pod, String why) {
      owner.accept(new Mail.PodGone(pod, why));
    }
  }
}
