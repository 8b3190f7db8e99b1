package dev.localport.daemon.forward;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.UnknownFailure;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.actor.Machine;
import dev.localport.daemon.actor.OwnerThread;
import dev.localport.daemon.actor.Rules;
import dev.localport.daemon.cluster.EventSign;
import dev.localport.daemon.forward.local.IdleWatch;
import dev.localport.daemon.forward.local.LocalSide;
import dev.localport.daemon.forward.rules.ForwardEffect;
import dev.localport.daemon.forward.rules.ForwardEvent;
import dev.localport.daemon.forward.rules.ForwardEvent.ReconnectAsked;
import dev.localport.daemon.forward.rules.ForwardRules;
import dev.localport.daemon.forward.rules.ForwardState;
import dev.localport.daemon.forward.rules.ForwardState.Connected;
import dev.localport.daemon.forward.rules.ForwardState.Connecting;
import dev.localport.daemon.forward.rules.ForwardState.Disconnected;
import dev.localport.daemon.forward.rules.ForwardState.Failed;
import dev.localport.daemon.forward.rules.ForwardState.Idle;
import dev.localport.daemon.forward.rules.ForwardState.Reconnecting;
import dev.localport.daemon.forward.rules.ForwardState.Stopped;
import dev.localport.daemon.forward.rules.ForwardState.Suspended;
import dev.localport.daemon.forward.rules.ReloadRules;
import dev.localport.daemon.forward.upstream.UpstreamNews;
import dev.localport.daemon.forward.upstream.UpstreamSide;
import dev.localport.daemon.recovery.Backoff;
import dev.localport.daemon.time.Stopwatch;
import dev.localport.daemon.time.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a forward's messages into events, and performs what {@link ForwardRules} say. {@link
 * #shownFailure} and {@link #waitsForTheLine} may be asked from any thread.
 *
 * <p>Over 300 lines, since every message and effect of a forward ends here, each in a few lines.
 */
class ForwardOwner extends Machine<ForwardMessage, ForwardState, ForwardEvent, ForwardEffect> {
  private static final Logger log = LoggerFactory.getLogger(ForwardOwner.class);

  private final ForwardParts parts;
  private ServiceConfig config;
  private ForwardRules rules;
  private final Timers timers;
  private final UpstreamSide upstream;
  private final LocalSide local;
  private final ClusterTie cluster;
  private final ServiceHealth health;
  private IdleWatch idle;
  private final Consumer<ForwardMessage> mailbox;
  private final StateListener changed;
  private final GoodSigns goodSigns;
  private final Troubles troubles;
  private final WaitingClients waiting = new WaitingClients();
  private volatile @Nullable Failure lastFailure;
  private volatile @Nullable Stopwatch connectedSince;
  private @Nullable Instant signAt; // when a good sign of the server counts that came too soon
  private @Nullable Instant heldUntil; // when connections of a disconnected forward get an attempt

  /** Called for each change of state by the owner. */
  interface StateListener {
    /** The state was {@code before}, and is {@code after}. */
    void onChange(ForwardState before, ForwardState after);

    /** Its context is known from now on. */
    default void onContext() {
      // most ask for it when they need it
    }
  }

  /** What a forward consists of. */
  record Halves(UpstreamSide upstream, LocalSide local, ClusterTie cluster, ServiceHealth health) {}

  ForwardOwner(
      ServiceConfig config,
      ForwardParts parts,
      Halves halves,
      OwnerThread owner,
      Consumer<ForwardMessage> mailbox,
      StateListener changed,
      Troubles.Reports reports) {
    super(owner, parts.timers(), mailbox, new Stopped());
    this.parts = parts;
    this.config = config;
    this.timers = parts.timers();
    this.upstream = halves.upstream();
    this.local = halves.local();
    this.cluster = halves.cluster();
    this.health = halves.health();
    this.mailbox = mailbox;
    this.changed = changed;
    this.troubles = new Troubles(health::view, reports);
    this.goodSigns = new GoodSigns(parts.random());
    this.idle = new IdleWatch(config.tuning().idleTimeout(), local.view().traffic());
    this.rules = rules(config, parts);
  }

  private static ForwardRules rules(ServiceConfig config, ForwardParts parts) {
    return new ForwardRules(
        new Backoff(config.reconnect(), parts.random()),
        config.breaker(),
        config.tuning().lazy(),
        ClusterTie.isAware(config));
  }

  /** Applies what changed and ends no connection for it; what waited may have waited for that. */
  private void configure(ServiceConfig now) throws InterruptedException {
    ServiceConfig before = config;
    config = now;
    rules = rules(now, parts);
    idle = new IdleWatch(now.tuning().idleTimeout(), local.view().traffic());
    idle.watch(state() instanceof Connected, timers.instant());
    local.configure(now);
    upstream.configure(now);
    cluster.configure(now);
    health.configure(now.tuning().healthCheck());
    log.atInfo().addKeyValue("service", now.name()).log("configuration applied");
    if (!now.tuning().equals(before.tuning())) {
      step(ReloadRules.event(state(), before.tuning(), now.tuning(), lastFailure));
    }
  }

  /** Returns what is wrong in a state; while a session is opened, what went wrong before. */
  @Nullable Failure shownFailure(ForwardState in) {
    return in instanceof Connecting ? lastFailure : in.cause();
  }

  /** Returns how long the connection has lasted by now; null before the first. */
  @Nullable Duration connectedFor() {
    Stopwatch since = connectedSince;
    return since == null ? null : since.elapsed();
  }

  /**
   * Returns whether it waits because the line to the API server was broken: one that waits for
   * another reason learns nothing from a server that answers. Any thread may ask.
   */
  boolean waitsForTheLine() {
    ForwardState now = state();
    boolean waits = now.wakeAt() != null || now instanceof Failed;
    Failure cause = now.cause();
    return waits
        && cause != null
        && (cause.kind() == FailureKind.UNREACHABLE || cause.kind() == FailureKind.SESSION);
  }

  @Override
  protected Rules<ForwardState, ForwardEvent, ForwardEffect> rules() {
    return rules;
  }

  @Override
  protected void receive(ForwardMessage message) throws InterruptedException {
    upstream.hurry(isUrgent(message));
    switch (message) {
      case ForwardMessage.Happened(ForwardEvent event) -> {
        if (event instanceof ForwardEvent.ReconnectAsked) {
          upstream.askAllProtocols();
        }
        step(event);
      }
      case ForwardMessage.FromUpstream(UpstreamNews news) -> {
        for (ForwardEvent event : upstream.read(news)) {
          happened(event);
        }
      }
      case ForwardMessage.ClusterJoined joined -> {
        cluster.joined(joined);
        upstream.pin(joined.context());
        if (joined.context() != null) {
          changed.onContext();
        }
      }
      case ForwardMessage.ConnectionHeld(AtomicBoolean raised) -> {
        raised.set(false);
        waiting.waits(state(), timers.instant());
        step(new ForwardEvent.ConnectionArrived());
      }
      case ForwardMessage.SpareWanted(AtomicBoolean raised) -> {
        raised.set(false);
        upstream.grow();
      }
      case ForwardMessage.ConnectionRefused(AtomicBoolean raised, String pod, int port) -> {
        raised.set(false);
        troubles.refused(pod, port, timers.instant());
      }
      case ForwardMessage.HealthChecked() -> troubles.checked(timers.instant());
      case ForwardMessage.PodSuspected(String pod) -> upstream.lookUp(pod);
      case ForwardMessage.ClusterTroubled() -> health.trouble();
      case ForwardMessage.ClusterEventSeen(EventSign sign) -> seen(sign);
      case ForwardMessage.ServerAnswers() -> {
        if (waitsForTheLine()) {
          upstream.refreshPods();
          onSignOfServer();
        }
      }
      case ForwardMessage.WorldChanged() -> {
        upstream.refreshPods();
        step(new ForwardEvent.GoodSign());
      }
      case ForwardMessage.RestartAsked() -> {
        upstream.avoidCurrentPod();
        upstream.askAllProtocols();
        step(new ForwardEvent.ReconnectAsked());
      }
      case ForwardMessage.Configured(ServiceConfig now) -> configure(now);
      case ForwardMessage.CaughtUp(CompletableFuture<Void> done) -> done.complete(null);
      case ForwardMessage.TimeCame() -> onTime(timers.instant());
    }
  }

  /** Returns whether an attempt that follows waits for no other: see docs/states.md. */
  private boolean isUrgent(ForwardMessage message) {
    return switch (message) {
      case ForwardMessage.Happened(ForwardEvent event) ->
          event instanceof ForwardEvent.StartAsked
              || event instanceof ReconnectAsked
              || event instanceof ForwardEvent.ClusterBack;
      case ForwardMessage.RestartAsked _, ForwardMessage.Configured _ -> true;
      case ForwardMessage.ServerAnswers _ -> true; // the cluster is back, for all its services
      case ForwardMessage.ConnectionHeld _ -> state() instanceof Idle; // a first connection
      case ForwardMessage.FromUpstream _, ForwardMessage.ClusterJoined _ -> false;
      case ForwardMessage.SpareWanted _, ForwardMessage.ConnectionRefused _ -> false;
      case ForwardMessage.HealthChecked _, ForwardMessage.PodSuspected _ -> false;
      case ForwardMessage.ClusterTroubled _, ForwardMessage.ClusterEventSeen _ -> false;
      case ForwardMessage.WorldChanged _ -> false;
      case ForwardMessage.CaughtUp _, ForwardMessage.TimeCame _ -> false;
    };
  }

  /** An event of the cluster is a reason to look: at the pods, the service, the connection. */
  private void seen(EventSign sign) throws InterruptedException {
    upstream.lookAtPods();
    switch (sign) {
      case BETTER -> {
        health.trouble();
        onSignOfServer();
      }
      case WORSE -> health.trouble();
      case CHANGED -> {}
    }
  }

  private void happened(ForwardEvent event) throws InterruptedException {
    if (event instanceof ForwardEvent.GoodSign) {
      onSignOfServer();
    } else {
      step(event);
    }
  }

  /** Dials at a good sign of the server, or a little later where such signs come thick and fast. */
  private void onSignOfServer() throws InterruptedException {
    ForwardState now = state();
    boolean waits =
        now instanceof Reconnecting || now instanceof Suspended || now instanceof Failed;
    if (!waits || signAt != null) {
      return;
    }
    Duration wait = goodSigns.waitAt(timers.instant());
    if (wait.isZero()) {
      step(new ForwardEvent.GoodSign());
    } else {
      signAt = timers.instant().plus(wait);
    }
  }

  private void onTime(Instant now) throws InterruptedException {
    if (signAt != null && !now.isBefore(signAt)) {
      signAt = null;
      onSignOfServer();
    }
    if (waiting.isTime(now)) {
      upstream.look();
      if (local.view().traffic().isHolding()) {
        waiting.waits(state(), now);
      }
    }
    troubles.onTime(now);
    if (heldUntil != null && !now.isBefore(heldUntil)) {
      heldUntil = null;
      step(new ForwardEvent.ConnectionArrived());
    }
    if (state() instanceof Connected connected && idle.isOver(connected.since(), now)) {
      step(new ForwardEvent.IdleTimeout());
    }
    step(new ForwardEvent.TimerFired());
  }

  @Override
  protected @Nullable Instant wakeAt(Instant now) {
    return Stream.of(
            state().wakeAt(),
            signAt,
            heldUntil,
            waiting.lookAt(),
            idle.lookAt(),
            troubles.lookAt(now))
        .filter(Objects::nonNull)
        .min(Instant::compareTo)
        .orElse(null);
  }

  @Override
  protected ForwardMessage wake() {
    return new ForwardMessage.TimeCame();
  }

  @Override
  protected void moved(Instant now) {
    Failure cause = state().cause();
    lastFailure = cause == null ? lastFailure : cause;
    if (!(state() instanceof Connected)) {
      connectedSince = null;
    } else if (connectedSince == null) {
      connectedSince = new Stopwatch();
    }
  }

  @Override
  protected void perform(ForwardEffect effect) throws InterruptedException {
    switch (effect) {
      case BIND -> bind();
      case UNBIND -> local.close();
      case DIAL -> {
        if (bind()) {
          upstream.dial();
        }
      }
      case ABANDON -> upstream.abandon();
      case DRAIN_SESSIONS -> upstream.drainAll();
      case IDLE -> upstream.idle();
      case CLOSE_SESSIONS -> upstream.closeAll();
      case REFRESH_PODS -> upstream.refreshPods();
      case JOIN_CLUSTER -> cluster.join(upstream.pinned());
      case LEAVE_CLUSTER -> cluster.leave();
      case SUSPECT_CLUSTER -> cluster.suspect();
      case REPORT_TROUBLE -> cluster.trouble();
      case HEALTH_CONNECTED -> health.connected();
      case HEALTH_DISCONNECTED -> health.disconnected();
      case HEALTH_CLUSTER_AWAY -> health.clusterAway();
      case HEALTH_CLUSTER_BACK -> health.clusterBack();
    }
  }

  @Override
  protected @Nullable ForwardEvent broken(ForwardEffect effect, Throwable bug) {
    return switch (effect) {
      case BIND, DIAL -> new ForwardEvent.AttemptFailed(UnknownFailure.of(bug));
      case UNBIND, ABANDON, DRAIN_SESSIONS, IDLE, CLOSE_SESSIONS, REFRESH_PODS -> null;
      case JOIN_CLUSTER, LEAVE_CLUSTER, SUSPECT_CLUSTER, REPORT_TROUBLE -> null;
      case HEALTH_CONNECTED, HEALTH_DISCONNECTED, HEALTH_CLUSTER_AWAY, HEALTH_CLUSTER_BACK -> null;
    };
  }

  /** Listens where it does not yet; a port that is taken is reported as a failed attempt. */
  private boolean bind() throws InterruptedException {
    Failure taken = local.bind();
    if (taken != null) {
      mailbox.accept(new ForwardMessage.Happened(new ForwardEvent.AttemptFailed(taken)));
    }
    return taken == null;
  }

  @Override
  protected void announce(ForwardState before, ForwardState after, Instant now) {
    Transitions.log(config.name(), before, after, config.reconnect().maxAttempts(), now);
    idle.watch(after instanceof Connected, now);
    boolean isHolding = local.view().traffic().isHolding();
    waiting.changed(before, after, isHolding, now);
    boolean holds = after instanceof Disconnected && isHolding;
    heldUntil = holds ? now.plus(config.reconnect().initialDelay()) : null;
    changed.onChange(before, after);
  }

  @Override
  protected void closed() {
    upstream.closeAll();
    local.closeAtLast();
    cluster.leave();
    health.end();
    if (!(state() instanceof Stopped)) {
      Transitions.log(config.name(), state(), new Stopped(), 0, timers.instant());
    }
  }
}
