package dev.localport.daemon.forward.upstream;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.UnknownFailure;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.forward.upstream.PodDialer.AttemptException;
import dev.localport.daemon.kube.KubeContext;
import dev.localport.daemon.kube.KubeShell;
import dev.localport.daemon.kube.PodView;
import dev.localport.daemon.kube.ResolvedTarget;
import dev.localport.daemon.tunnel.Session;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts of one forward to open a session: one at a time, the newest counts. Used by the
 * forward's owner alone; the result of an attempt is an {@link UpstreamNews} with its number.
 */
final class Attempts {
  private static final Logger log = LoggerFactory.getLogger(Attempts.class);

  private volatile ServiceConfig config;
  private final KubeShell shell;
  private final PodDialer dialer;
  private final EventLoop loop;
  private final Predicate<KubeContext> away;
  private final Consumer<UpstreamNews> owner;
  private final AttemptTurns.Place place = new AttemptTurns.Place();
  private int newest;
  private @Nullable Thread running;
  private volatile @Nullable String pinned;
  private volatile @Nullable String route;
  private volatile boolean insecure;

  /**
   * @param loop what sessions run on
   * @param away says of a cluster that no attempt there can succeed
   * @param owner gets the results of attempts
   */
  Attempts(
      ServiceConfig config,
      KubeShell shell,
      PodDialer dialer,
      EventLoop loop,
      Predicate<KubeContext> away,
      Consumer<UpstreamNews> owner) {
    this.config = config;
    this.shell = shell;
    this.dialer = dialer;
    this.loop = loop;
    this.away = away;
    this.owner = owner;
  }

  /** Takes another configuration for attempts to come. */
  void configure(ServiceConfig now) {
    config = now;
  }

  /** When an attempt may begin. */
  enum Start {
    /** When it is its turn among those of its context: it tries again, by itself. */
    IN_TURN,
    /** At once, though it counts: a person asked for it, or the cluster is back. */
    AT_ONCE,
    /** At once: it is for one session more, which is limited elsewhere. */
    FREE
  }

  /**
   * Begins an attempt for one more session, giving up one that runs.
   *
   * @param favourite chooses among the pods that serve, newest first
   */
  void beginSpare(Function<List<PodView>, PodView> favourite) {
    begin(Purpose.SPARE, Start.FREE, null, favourite);
  }

  /**
   * Begins an attempt, giving up one that runs.
   *
   * @param purpose what the session is for
   * @param late a session whose pod is tried first: the connection that the target is looked up
   *     over may be as dead as that session; null: there is none
   * @param favourite chooses among the pods that serve, newest first
   */
  void begin(
      Purpose purpose,
      Start start,
      @Nullable Upstream late,
      Function<List<PodView>, PodView> favourite) {
    interrupt();
    int number = newest;
    String context = pinned;
    Turn turn = new Turn(dialer.turns(), start, config.start().priority(), place);
    running =
        Thread.ofVirtual()
            .name("dial-" + config.name())
            .start(() -> owner.accept(attempt(number, context, purpose, turn, late, favourite)));
  }

  /** Gives up the attempt that runs, if one does. */
  void abandon() {
    interrupt();
    place.leave();
  }

  private void interrupt() {
    newest++;
    if (running != null) {
      running.interrupt();
      running = null;
    }
  }

  /** The newest attempt has come to its end: another may begin. */
  void over() {
    running = null;
  }

  boolean isCurrent(int number) {
    return number == newest;
  }

  /** Pins the context that attempts go to, where none is pinned yet. */
  void pin(@Nullable String context) {
    pinned = pinned == null ? context : pinned;
  }

  /** Pins the context that an attempt used. */
  void repin(String context) {
    pinned = context;
  }

  /** Returns the context that holds, or null for the configuration's; any thread may. */
  @Nullable String pinned() {
    return pinned;
  }

  /**
   * Returns the route that the last attempt used, see {@link KubeContext#route}; any thread may.
   */
  @Nullable String route() {
    return route;
  }

  /** Returns whether the last attempt did not verify the API server; any thread may. */
  boolean isInsecure() {
    return insecure;
  }

  boolean isRunning() {
    return running != null;
  }

  private UpstreamNews attempt(
      int number,
      @Nullable String pinned,
      Purpose purpose,
      Turn turn,
      @Nullable Upstream late,
      Function<List<PodView>, PodView> favourite) {
    try {
      Upstream beside = late == null ? null : beside(late, turn);
      if (beside != null) {
        turn.giveBack();
        return new UpstreamNews.Opened(number, beside);
      }
      KubeContext found = dialer.context(config, shell, pinned);
      route = found.route();
      insecure = found.isInsecure();
      if (away.test(found)) {
        return new UpstreamNews.NotWorthIt(number);
      }
      turn.await(found);
      ResolvedTarget resolved = dialer.resolve(found, config);
      owner.accept(new UpstreamNews.Resolved(number, found, resolved));
      PodDialer.Choice choice = dialer.choose(found, resolved, favourite);
      log.atDebug()
          .addKeyValue("service", config.name())
          .addKeyValue("pod", choice.pod().name())
          .addKeyValue("target", resolved.text())
          .addKeyValue("ports", choice.ports())
          .log("target resolved");
      Upstream opened = open(found, resolved, choice, purpose);
      turn.giveBack();
      return new UpstreamNews.Opened(number, opened);
    } catch (AttemptException e) {
      return new UpstreamNews.NotOpened(number, e.failure(), e.isNoPodComing());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new UpstreamNews.NotOpened(
          number, new Failure(FailureKind.SESSION, "the attempt was canceled"));
    } catch (RuntimeException | Error e) { // all of it: the forward must know that it is over
      log.atError().addKeyValue("service", config.name()).setCause(e).log("attempt ended: bug");
      return new UpstreamNews.NotOpened(number, UnknownFailure.of(e));
    }
  }

  /** Opens a session like another one; null where that pod or that user is not what it was. */
  private @Nullable Upstream beside(Upstream late, Turn turn)
      throws AttemptException, InterruptedException {
    if (away.test(late.context())) {
      return null;
    }
    turn.await(late.context());
    try {
      return open(late.context(), late.target(), late.choice(), Purpose.SPARE);
    } catch (AttemptException e) {
      if (e.failure().kind() == FailureKind.UNREACHABLE) {
        throw e; // it could not be reached by the other route either
      }
      log.atDebug()
          .addKeyValue("service", config.name())
          .addKeyValue("why", e.failure().message())
          .log("no session except the late one");
      return null;
    }
  }

  private Upstream open(
      KubeContext context, ResolvedTarget target, PodDialer.Choice choice, Purpose purpose)
      throws AttemptException, InterruptedException {
    long begun = System.nanoTime();
    Session session = dialer.open(context, target, choice, config, loop, purpose);
    dialer.ping(session, config.heartbeat().timeout());
    log.atDebug()
        .addKeyValue("service", config.name())
        .addKeyValue("pod", choice.pod().name())
        .addKeyValue("server", context.server())
        .addKeyValue("protocol", session.protocol().word())
        .addKeyValue("took_ms", Duration.ofNanos(System.nanoTime() - begun).toMillis())
        .log("session dialed and pinged");
    return new Upstream(context, target, session, choice);
  }
}
