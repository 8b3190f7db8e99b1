package dev.localport.daemon.forward;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.actor.Actor;
import dev.localport.daemon.forward.ForwardState.Connected;
import dev.localport.daemon.forward.ForwardState.Connecting;
import dev.localport.daemon.forward.ForwardState.Disconnected;
import dev.localport.daemon.forward.ForwardState.Failed;
import dev.localport.daemon.forward.ForwardState.Reconnecting;
import dev.localport.daemon.forward.ForwardState.Stopped;
import dev.localport.daemon.forward.ForwardState.Suspended;
import dev.localport.daemon.forward.local.IdleWatch;
import dev.localport.daemon.forward.local.LocalSide;
import dev.localport.daemon.forward.upstream.UpstreamListener;
import dev.localport.daemon.forward.upstream.UpstreamNews;
import dev.localport.daemon.forward.upstream.UpstreamSide;
import dev.localport.daemon.recovery.Backoff;
import dev.localport.daemon.time.Timers;
import dev.localport.daemon.tunnel.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a forward's owner does with a mail: turns it into an event, asks {@link ForwardRules}, and
 * performs what they say. One thread, the owner's; {@link #state}, {@link #shownFailure}, {@link
 * #waitsForTheLine} and {@link #availability} may be asked from any.
 */
final class ForwardOwner implements Actor.Work<Mail> {
  private final ServiceConfig config;
  private final ForwardRules rules;
  private final Timers timers;
  private final UpstreamSide upstream;
  private final LocalSide local;
  private final ClusterTie cluster;
  private final UpstreamListener meaning = new Meaning();
  private final ServiceHealth health;
  private final IdleWatch idle;
  private final Availability availability = new Availability();
  private final Consumer<Mail> mailbox;
  private final StateListener changed;
  private volatile ForwardState state = new Stopped();
  private volatile @Nullable Failure lastFailure;
  private final Alarm alarm;
  private final GoodSigns goodSigns;
  private boolean signWaits;

  /** Is told of each change of state by the owner. */
  interface StateListener {
    /** The state was {@code before}, and is {@code after}. */
    void onChange(ForwardState before, ForwardState after);
  }

  ForwardOwner(
      ServiceConfig config,
      ForwardParts parts,
      UpstreamSide upstream,
      LocalSide local,
      ClusterTie cluster,
      ServiceHealth health,
      Consumer<Mail> mailbox,
      StateListener changed) {
    this.config = config;
    this.timers = parts.timers();
    this.upstream = upstream;
    this.local = local;
    this.cluster = cluster;
    this.health = health;
    this.mailbox = mailbox;
    this.changed = changed;
    this.alarm = new Alarm(timers, mailbox);
    this.goodSigns = new GoodSigns(parts.random());
    this.rules =
        new ForwardRules(
            new Backoff(config.reconnect(), parts.random()),
            config.breaker(),
            config.tuning().lazy(),
            ClusterTie.isAware(config));
    this.idle =
        new IdleWatch(
            config.tuning().idleTimeout(),
            local.view().traffic(),
            timers,
            () -> mailbox.accept(new Mail.Unneeded()));
  }

  ForwardState state() {
    return state;
  }

  /** Returns what is wrong in a state; while a session is opened, what went wrong before. */
  @Nullable Failure shownFailure(ForwardState in) {
    return in instanceof Connecting ? lastFailure : in.cause();
  }

  /** Returns the share of the last 24 h in which it was up, see {@link Availability}. */
  @Nullable Double availability(Instant now) {
    return availability.share(now);
  }

  @Override
  public void read(Mail mail) throws InterruptedException {
    switch (mail) {
      case Mail.Plain(ForwardEvent event) -> {
        if (event instanceof ForwardEvent.ClusterBack) {
          upstream.refreshPods(); // what became of them meanwhile the watch has not told
        }
        health.follow(event);
        step(event);
      }
      case Mail.RestartAsked() -> {
        upstream.avoidCurrentPod();
        step(new ForwardEvent.ReconnectAsked());
      }
      case Mail.FromUpstream(UpstreamNews news) -> upstream.read(news, meaning);
      case Mail.Tied tied -> {
        cluster.tied(tied);
        upstream.pin(tied.context());
      }
      case Mail.Wanted() -> upstream.grow();
      case Mail.Unused(Session session) -> upstream.leave(session);
      case Mail.PodDoubted(String pod) -> upstream.lookUp(pod);
      case Mail.ServerAnswers() -> {
        if (waitsForTheLine()) {
          upstream.refreshPods();
          onSignOfServer();
        }
      }
      case Mail.SignDue() -> {
        signWaits = false;
        onSignOfServer();
      }
      case Mail.WorldChanged() -> {
        upstream.refreshPods();
        step(new ForwardEvent.GoodSign());
      }
      case Mail.Unneeded() -> {
        if (state instanceof Connected connected && idle.look(connected.since())) {
          step(new ForwardEvent.IdleTimeout());
        }
      }
    }
  }

  private void onSignOfServer() throws InterruptedException {
    boolean waits =
        state instanceof Reconnecting || state instanceof Suspended || state instanceof Failed;
    if (!waits || signWaits) {
      return;
    }
    Instant now = timers.instant();
    Duration wait = goodSigns.waitAt(now);
    if (wait.isZero()) {
      step(new ForwardEvent.GoodSign());
    } else {
      signWaits = true;
      Timers.Waiting _ = timers.at(now.plus(wait), () -> mailbox.accept(new Mail.SignDue()));
    }
  }

  /**
   * Tells whether it waits because the line to the API server was broken: one that waits for
   * another reason learns nothing from a server that answers. Any thread may ask.
   */
  boolean waitsForTheLine() {
    ForwardState now = state;
    boolean waits = now.wakeAt() != null || now instanceof Failed;
    Failure cause = now.cause();
    return waits
        && cause != null
        && (cause.kind() == FailureKind.UNREACHABLE || cause.kind() == FailureKind.SESSION);
  }

  private void step(ForwardEvent event) throws InterruptedException {
    Instant now = timers.instant();
    Step step = rules.next(state, event, now);
    ForwardState before = state;
    state = step.state();
    if (state.cause() != null) {
      lastFailure = state.cause();
    }
    for (Effect effect : step.effects()) {
      perform(effect);
    }
    if (!state.equals(before)) {
      availability.note(state, now);
      Transitions.log(config.name(), before, state, now);
      alarm.set(state.wakeAt(), new ForwardEvent.TimerFired());
      if (state instanceof Disconnected && local.view().traffic().isHolding()) {
        // nobody reconnects by himself, but somebody is held and would wait in vain
        Instant soon = now.plus(config.reconnect().initialDelay());
        alarm.set(soon, new ForwardEvent.ConnectionArrived());
      }
      idle.watch(state instanceof Connected);
      health.follow(before, state);
      if (before instanceof Stopped) {
        cluster.begin(upstream.pinned());
      } else if (state instanceof Stopped) {
        cluster.end();
      }
      changed.onChange(before, state);
    }
  }

  private void perform(Effect effect) throws InterruptedException {
    switch (effect) {
      case BIND -> bind();
      case UNBIND -> local.close();
      case DIAL -> {
        if (bind()) {
          upstream.dial();
        }
      }
      case ABANDON -> upstream.abandon();
      case RETIRE_SESSIONS -> upstream.retireAll();
      case REST -> upstream.rest();
      case CLOSE_SESSIONS -> upstream.closeAll();
    }
  }

  /** Listens where it does not yet; a port that is taken is told as a failed attempt. */
  private boolean bind() throws InterruptedException {
    Failure taken = local.bind();
    if (taken != null) {
      mailbox.accept(new Mail.Plain(new ForwardEvent.AttemptFailed(taken)));
    }
    return taken == null;
  }

  /** Ends all of it, for good; the state stays what it was. */
  @Override
  public void end() {
    upstream.closeAll();
    local.closeAtLast();
    cluster.end();
    health.end();
    idle.watch(false);
    alarm.set(null, new ForwardEvent.TimerFired());
    if (!(state instanceof Stopped)) {
      Transitions.log(config.name(), state, new Stopped(), timers.instant());
    }
  }

  /** What the upstream half's news mean, in the words of the rules. */
  private final class Meaning implements UpstreamListener {
    @Override
    public void onTarget() {
      cluster.begin(upstream.pinned());
    }

    @Override
    public void onUp() throws InterruptedException {
      step(new ForwardEvent.SessionUp());
    }

    @Override
    public void onLost(Failure cause) throws InterruptedException {
      step(new ForwardEvent.SessionLost(cause));
    }

    @Override
    public void onFailed(Failure cause) throws InterruptedException {
      step(new ForwardEvent.AttemptFailed(cause));
    }

    @Override
    public void onNotWorthIt() throws InterruptedException {
      if (cluster.isThere()) {
        upstream.dial(); // it came back meanwhile, and its word may have been here before
      } else {
        step(new ForwardEvent.ClusterAway(cluster.whyAway()));
      }
    }

    @Override
    public void onGoodSign() throws InterruptedException {
      onSignOfServer();
    }

    @Override
    public void onSilence() {
      cluster.suspect();
    }

    @Override
    public void onTrouble() {
      cluster.trouble();
    }
  }
}
