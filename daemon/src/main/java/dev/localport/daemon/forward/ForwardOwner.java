package dev.localport.daemon.forward;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.actor.Actor;
import dev.localport.daemon.forward.ForwardState.Connected;
import dev.localport.daemon.forward.ForwardState.Disconnected;
import dev.localport.daemon.forward.ForwardState.Stopped;
import dev.localport.daemon.recovery.Backoff;
import dev.localport.daemon.time.Timers;
import dev.localport.daemon.tunnel.Session;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What a forward's owner does with a mail: turns it into an event, asks {@link ForwardRules}, and
 * performs what they say. One thread, the owner's; {@link #state}, {@link #lastFailure} and {@link
 * #availability} may be asked from any.
 */
final class ForwardOwner implements Actor.Work<Mail> {
  private static final Logger log = LoggerFactory.getLogger(ForwardOwner.class);

  private final ServiceConfig config;
  private final ForwardRules rules;
  private final Timers timers;
  private final Sessions sessions;
  private final LocalSide local;
  private final ClusterTie cluster;
  private final ServiceHealth health;
  private final IdleWatch idle;
  private final Availability availability = new Availability();
  private final Consumer<Mail> mailbox;
  private final StateListener changed;
  private volatile ForwardState state = new Stopped();
  private volatile @Nullable Failure lastFailure;
  private final Alarm alarm;

  /** Is told of each change of state by the owner. */
  interface StateListener {
    /** The state was {@code before}, and is {@code after}. */
    void onChange(ForwardState before, ForwardState after);
  }

  ForwardOwner(
      ServiceConfig config,
      ForwardParts parts,
      Sessions sessions,
      LocalSide local,
      ClusterTie cluster,
      ServiceHealth health,
      Consumer<Mail> mailbox,
      StateListener changed) {
    this.config = config;
    this.timers = parts.timers();
    this.sessions = sessions;
    this.local = local;
    this.cluster = cluster;
    this.health = health;
    this.mailbox = mailbox;
    this.changed = changed;
    this.alarm = new Alarm(timers, mailbox);
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

  /** Returns what went wrong last, or null if nothing did. */
  @Nullable Failure lastFailure() {
    return lastFailure;
  }

  /** Returns the share of the last 24 h in which it was up, see {@link Availability}. */
  @Nullable Double availability(Instant now) {
    return availability.share(now);
  }

  @Override
  public void read(Mail mail) throws InterruptedException {
    switch (mail) {
      case Mail.Plain(ForwardEvent event) -> {
        health.follow(event);
        step(event);
      }
      case Mail.RestartAsked() -> {
        sessions.avoidCurrentPod();
        step(new ForwardEvent.ReconnectAsked());
      }
      case Mail.Resolved resolved -> {
        sessions.watch(resolved);
        cluster.begin(sessions.pinned());
      }
      case Mail.Tied tied -> {
        cluster.tied(tied);
        sessions.pin(tied.context());
      }
      case Mail.NotWorthIt(int attempt) -> notWorthIt(attempt);
      case Mail.Opened opened -> opened(opened);
      case Mail.NotOpened notOpened -> notOpened(notOpened);
      case Mail.Closed closed -> {
        if (closed.session().heartbeat().missed() > 0) {
          cluster.suspect();
        }
        if (sessions.drop(closed.session())) {
          sessions.refreshPods(); // the watch may have been lost with it, unseen
          step(new ForwardEvent.SessionLost(closed.why()));
        }
      }
      case Mail.Worn(Session session) -> sessions.replace(session);
      case Mail.Wanted() -> sessions.grow();
      case Mail.WantedAgain() -> sessions.growAgain();
      case Mail.Unused(Session session) -> {
        boolean _ = sessions.leave(session); // others serve
      }
      case Mail.GoingAway(Session session) -> goingAway(session);
      case Mail.PodReady(var pod) -> {
        podLine(pod.name()).log("pod serves");
        sessions.podReady(pod);
        step(new ForwardEvent.GoodSign());
      }
      case Mail.PodGone(String pod, String why) -> podGone(pod, why);
      case Mail.PodsListed(Set<String> serving) -> {
        // a watch that begins anew does not know what an earlier one told
        for (String stray : sessions.podsBut(serving)) {
          podGone(stray, "it does not serve any more");
        }
      }
      case Mail.PodDeleted(String pod) -> sessions.podDeleted(pod);
      case Mail.PodDoubted(String pod) -> sessions.lookUp(pod);
      case Mail.WorldChanged() -> {
        sessions.refreshPods();
        step(new ForwardEvent.GoodSign());
      }
      case Mail.Unneeded() -> {
        if (state instanceof Connected connected && idle.look(connected.since())) {
          step(new ForwardEvent.IdleTimeout());
        }
      }
    }
  }

  private void opened(Mail.Opened mail) throws InterruptedException {
    CompletableFuture<Failure> closed = mail.upstream().session().closed();
    if (closed.isDone()) { // it was lost on its way here
      notOpened(new Mail.NotOpened(mail.attempt(), closed.join()));
    } else if (sessions.hasLeft(mail.upstream().pod())) {
      mail.dropped();
      String why = "pod %s left meanwhile".formatted(mail.upstream().pod());
      notOpened(new Mail.NotOpened(mail.attempt(), new Failure(FailureKind.SESSION, why)));
    } else if (sessions.adopt(mail)) {
      step(new ForwardEvent.SessionUp());
    }
  }

  private void notWorthIt(int attempt) throws InterruptedException {
    if (!sessions.isCurrent(attempt)) {
      return;
    }
    if (state instanceof Connected) {
      sessions.notGrown();
    } else if (cluster.isThere()) {
      sessions.dial(); // it came back meanwhile, and its word may have been here before
    } else {
      step(new ForwardEvent.ClusterAway(cluster.whyAway()));
    }
  }

  private void notOpened(Mail.NotOpened mail) throws InterruptedException {
    if (!sessions.isCurrent(mail.attempt())) {
      return;
    }
    if (mail.failure().kind() == FailureKind.UNREACHABLE) {
      cluster.suspect();
    } else {
      cluster.trouble();
    }
    if (state instanceof Connected) {
      log.atDebug()
          .addKeyValue("service", config.name())
          .addKeyValue("why", mail.failure().message())
          .log("no other session");
      sessions.notGrown();
    } else {
      step(new ForwardEvent.AttemptFailed(mail.failure()));
    }
  }

  private void goingAway(Session session) throws InterruptedException {
    if (sessions.leave(session)) {
      step(
          new ForwardEvent.SessionLost(
              new Failure(FailureKind.SESSION, "the API server ends the session")));
      step(new ForwardEvent.GoodSign()); // it said so: it is there
    }
  }

  /** New connections leave a pod that goes at once; those it has may live on until they end. */
  private void podGone(String pod, String why) throws InterruptedException {
    podLine(pod).addKeyValue("why", why).log("pod serves no more");
    cluster.trouble();
    if (sessions.podGone(pod)) {
      step(
          new ForwardEvent.SessionLost(
              new Failure(FailureKind.SESSION, "pod %s: %s".formatted(pod, why))));
      if (sessions.hasReadyPod()) {
        step(new ForwardEvent.GoodSign());
      }
    }
  }

  private LoggingEventBuilder podLine(String pod) {
    return log.atDebug().addKeyValue("service", config.name()).addKeyValue("pod", pod);
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
      if (state instanceof Disconnected && local.view().traffic().held.get() > 0) {
        // nobody reconnects by himself, but somebody is held and would wait in vain
        Instant soon = now.plus(config.reconnect().initialDelay());
        alarm.set(soon, new ForwardEvent.ConnectionArrived());
      }
      idle.watch(state instanceof Connected);
      health.follow(before, state);
      if (before instanceof Stopped) {
        cluster.begin(sessions.pinned());
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
          sessions.dial();
        }
      }
      case ABANDON -> sessions.abandon();
      case RETIRE_SESSIONS -> sessions.retireAll();
      case REST -> sessions.rest();
      case CLOSE_SESSIONS -> sessions.closeAll();
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
    sessions.closeAll();
    local.closeAtLast();
    cluster.end();
    health.end();
    idle.watch(false);
    alarm.set(null, new ForwardEvent.TimerFired());
    if (!(state instanceof Stopped)) {
      Transitions.log(config.name(), state, new Stopped(), timers.instant());
    }
  }
}
