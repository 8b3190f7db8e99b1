package dev.localport.daemon.forward;

import dev.localport.api.PodInfo;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServiceTrouble;
import dev.localport.api.Settled;
import dev.localport.config.ClusterConfigs;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.actor.Actor;
import dev.localport.daemon.actor.OwnerThread;
import dev.localport.daemon.forward.local.LocalSide;
import dev.localport.daemon.forward.local.ServiceDialler;
import dev.localport.daemon.forward.rules.ForwardEvent;
import dev.localport.daemon.forward.rules.ForwardRules;
import dev.localport.daemon.forward.rules.ForwardState;
import dev.localport.daemon.forward.rules.SuspendedReason;
import dev.localport.daemon.forward.upstream.UpstreamSide;
import dev.localport.daemon.forward.upstream.UpstreamView;
import dev.localport.daemon.health.HealthView;
import dev.localport.daemon.time.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One service at run time: takes events one at a time, asks {@link ForwardRules}, does what they
 * say.
 *
 * <p>One virtual thread owns the state. The other methods may be called from any thread and, except
 * for {@link #awaitEnd}, do not block.
 *
 * <p>Over 300 lines, since it wires the parts of a forward and is the one door to them.
 */
public final class Forward {
  private static final int MAILBOX_SIZE = 4096;

  private volatile ServiceConfig config;
  private final Timers timers;
  private final UpstreamSide upstream;
  private final LocalSide local;
  private final ClusterTie cluster;
  private final ServiceHealth health;
  private final ForwardOwner work;
  private volatile CompletableFuture<Void> begun = CompletableFuture.completedFuture(null);
  private final Actor<ForwardMessage> actor;

  /**
   * Makes a forward that is stopped.
   *
   * @param from where the service is written
   * @param before what an earlier start settled on
   * @param changed is called by the forward's owner for every change of state
   */
  public Forward(
      ServiceConfig config,
      ForwardOrigin from,
      Settled before,
      ForwardParts parts,
      ForwardListener changed) {
    this.config = config;
    this.timers = parts.timers();
    OwnerThread owner = new OwnerThread("service", config.name());
    this.actor = new Actor<>(owner, MAILBOX_SIZE);
    this.local =
        new LocalSide(
            config,
            before.ports(),
            parts.transport(),
            parts.portHolder(),
            parts.timers(),
            owner,
            new LocalMessages(actor::tell));
    this.cluster =
        new ClusterTie(
            config,
            from,
            parts,
            this::upstreamView,
            this::monitored,
            owner,
            actor::tell,
            new ClusterTie.Watcher(() -> changed.onClusterBack(this), () -> changed.turn(this)));
    this.upstream =
        new UpstreamSide(
            config,
            from.shell(),
            before.context(),
            parts.dialer(),
            parts.timers(),
            cluster,
            local,
            owner,
            news -> actor.tell(new ForwardMessage.FromUpstream(news)));
    this.health =
        new ServiceHealth(
            config.name(),
            config.tuning().healthCheck(),
            from.folder(),
            new ServiceDialler(local.loop(), upstream::lines, () -> local.view().bound()),
            parts,
            cluster::isThere,
            actor::tell,
            () -> {
              changed.onChecked(this);
              actor.tell(new ForwardMessage.HealthChecked());
            });
    this.work =
        new ForwardOwner(
            config,
            parts,
            new ForwardOwner.Halves(upstream, local, cluster, health),
            owner,
            actor::tell,
            states(changed),
            new Reports(changed));
    actor.start("forward-" + config.name(), work);
  }

  private ForwardOwner.StateListener states(ForwardListener changed) {
    return new ForwardOwner.StateListener() {
      @Override
      public void onChange(ForwardState before, ForwardState after) {
        changed.onChange(Forward.this, before, after);
      }

      @Override
      public void onContext() {
        changed.onContext(Forward.this);
      }
    };
  }

  /** Passes on what is wrong with the service, with its name. */
  private final class Reports implements Troubles.Reports {
    private final ForwardListener listener;

    Reports(ForwardListener listener) {
      this.listener = listener;
    }

    @Override
    public void refused(String where) {
      report(ServiceTrouble.REFUSED, "nothing listens on " + where);
    }

    @Override
    public void unhealthy(String why) {
      report(ServiceTrouble.UNHEALTHY, why);
    }

    @Override
    public void healthy() {
      report(ServiceTrouble.HEALTHY, null);
    }

    private void report(String trouble, @Nullable String message) {
      listener.onTrouble(
          Forward.this,
          new ServiceTrouble(
              config.name(),
              upstream.pinned(),
              trouble,
              message,
              local.view().traffic().status().refused(),
              timers.instant()));
    }
  }

  /** Returns what the user wrote. */
  public ServiceConfig config() {
    return config;
  }

  /**
   * Takes a new configuration with the same target and ports; open connections stay. The next
   * caller gets it already, though its owner may not have processed it yet.
   */
  public void configure(ServiceConfig now) {
    config = now;
    actor.tell(new ForwardMessage.Configured(now));
  }

  private UpstreamView upstreamView() {
    return upstream.view();
  }

  private List<PodInfo> monitored() {
    return upstream.monitored();
  }

  /** Takes how clusters are watched over from now on. */
  public void clusters(ClusterConfigs now) {
    cluster.settings(now);
  }

  /** Asks for the service, as soon as nothing prevents it. */
  public void start(CompletableFuture<Void> free) {
    begun =
        free.thenRun(() -> actor.tell(new ForwardMessage.Happened(new ForwardEvent.StartAsked())));
  }

  /** Tries now, skipping any backoff. */
  public void reconnect() {
    actor.tell(new ForwardMessage.Happened(new ForwardEvent.ReconnectAsked()));
  }

  /** Tells that something changed for the better: what waits tries at once. */
  public void goodSign() {
    actor.tell(new ForwardMessage.WorldChanged());
  }

  /**
   * Tells that the API server at the end of a route answers: a forward that waits because it did
   * not tries at once. One that waits for another reason learns nothing from it, and an attempt
   * that runs is left alone.
   */
  public void serverAnswers(String route) {
    if (work.waitsForTheLine() && route.equals(upstream.route())) { // most do not: spare them
      actor.tell(new ForwardMessage.ServerAnswers());
    }
  }

  /** Returns the route to the API server that the last attempt used; null before the first. */
  public @Nullable String route() {
    return upstream.route();
  }

  /** Asks for new sessions, to another pod where there is one; open connections stay. */
  public void restart() {
    actor.tell(new ForwardMessage.RestartAsked());
  }

  /** Returns whether its cluster is offline, and that counts for it. */
  public boolean isClusterAway() {
    return isAware(config) && !cluster.isThere();
  }

  /** Returns whether it counts for a service that its cluster is offline: {@code cluster_aware}. */
  public static boolean isAware(ServiceConfig service) {
    return ClusterTie.isAware(service);
  }

  /** Returns whether new connections are served at once, or lead to a session. */
  public boolean isUp() {
    return isUp(work.state());
  }

  /** Returns whether a forward in that state is up, as {@link #isUp()} does. */
  public static boolean isUp(ForwardState state) {
    return state instanceof ForwardState.Connected || state instanceof ForwardState.Idle;
  }

  /** Has the cluster be probed now, if it is offline: a person waits for it. */
  public void lookAtCluster() {
    cluster.look();
  }

  /** Returns what the forward is doing. */
  public ForwardState state() {
    return work.state();
  }

  /** Is done when the forward has begun and processed all messages until now, or has ended. */
  public CompletableFuture<Void> caughtUp() {
    return begun.thenCompose(_ -> heard());
  }

  private CompletableFuture<Void> heard() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    actor.tell(new ForwardMessage.CaughtUp(done));
    return done;
  }

  /**
   * Returns whether it is up and its health check, where it has one, has a first result; or it
   * cannot become so by itself soon.
   *
   * @param throughOutages whether it is waited for in any case: the end of an outage of its cluster
   *     counts as soon, and so does a pod where none is coming
   */
  public boolean isSettled(boolean throughOutages) {
    return switch (work.state()) {
      case ForwardState.Connected _ -> health.isChecked();
      case ForwardState.Suspended s when s.reason() == SuspendedReason.CLUSTER_OFFLINE ->
          !throughOutages;
      case ForwardState.Suspended s when s.reason() == SuspendedReason.NO_READY_POD ->
          !throughOutages && upstream.isNoPodComing();
      case ForwardState other -> other.isSettled();
    };
  }

  /** Returns what the forward settled on; it has no context before its first attempt. */
  public Settled settled() {
    return new Settled(upstream.pinned(), local.settled());
  }

  /** Returns the pod that new connections go to, or null while they go nowhere. */
  public @Nullable String pod() {
    return upstream.view().pods().stream().findFirst().orElse(null);
  }

  /** Returns what is known of the health of its service. */
  public HealthView health() {
    return health.view();
  }

  /** Returns the numbers of the local ports that it holds, or would if it could. */
  public Set<Integer> localPorts() {
    return local.numbersWanted();
  }

  /**
   * Returns the forward as users see it; {@code configFile} is null for one of the command line.
   */
  public ServiceStatus status(@Nullable String configFile) {
    ForwardState state = work.state();
    Instant now = timers.instant();
    return StatusOf.forward(
        config,
        state,
        work.shownFailure(state),
        upstream.view(),
        local.view(),
        health.view(),
        work.connectedFor(),
        configFile,
        now);
  }

  /** Begins the end of the forward, permanently. */
  public void end() {
    actor.end();
  }

  /** Waits for the end at most this long, and returns whether it came: the ports are free then. */
  public boolean awaitEnd(Duration limit) throws InterruptedException {
    return actor.awaitEnd(limit);
  }
}
