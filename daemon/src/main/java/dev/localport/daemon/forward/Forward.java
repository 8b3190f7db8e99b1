package dev.localport.daemon.forward;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.ServiceStatus;
import dev.localport.api.Settled;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.forward.ForwardState.Connected;
import dev.localport.daemon.forward.ForwardState.Connecting;
import dev.localport.daemon.forward.ForwardState.Disconnected;
import dev.localport.daemon.forward.ForwardState.Failed;
import dev.localport.daemon.forward.ForwardState.Idle;
import dev.localport.daemon.forward.ForwardState.Reconnecting;
import dev.localport.daemon.forward.ForwardState.Stopped;
import dev.localport.daemon.forward.ForwardState.Suspended;
import dev.localport.daemon.recovery.Backoff;
import dev.localport.daemon.time.Timers;
import dev.localport.daemon.tunnel.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One service at run time: takes events one at a time, asks {@link ForwardRules}, does what they
 * say.
 *
 * <p>One virtual thread owns the state. The other methods may be called from any thread and, but
 * for {@link #awaitEnd}, do not block.
 */
public final class Forward {
  private static final Logger log = LoggerFactory.getLogger(Forward.class);
  private static final int MAILBOX_SIZE = 4096;

  private final ServiceConfig config;
  private final ForwardRules rules;
  private final Timers timers;
  private final Sessions sessions;
  private final LocalSide local;
  private final ForwardListener changed;
  private final BlockingQueue<Mail> mailbox = new LinkedBlockingQueue<>(MAILBOX_SIZE);
  private final Thread owner;
  private volatile ForwardState state = new Stopped(); // written by the owner alone
  private volatile @Nullable Failure lastFailure; // written by the owner alone
  private volatile boolean ended;
  private Timers.@Nullable Waiting waiting;

  /**
   * Makes a forward that is stopped.
   *
   * @param kubeconfig the {@code $KUBECONFIG} of whoever asked for it, or null
   * @param before what an earlier start settled on
   * @param changed is told of every change of state by the forward's owner
   */
  Forward(
      ServiceConfig config,
      @Nullable String kubeconfig,
      Settled before,
      ForwardParts parts,
      ForwardListener changed) {
    this.config = config;
    this.timers = parts.timers();
    this.changed = changed;
    this.rules =
        new ForwardRules(
            new Backoff(config.reconnect(), parts.random()), config.breaker(), false, true);
    this.local = new LocalSide(config, before.ports(), parts, this::tell);
    this.sessions = new Sessions(config, kubeconfig, before.context(), parts, local, this::tell);
    this.owner = Thread.ofVirtual().name("forward-" + config.name()).start(this::run);
  }

  /** Returns what the user wrote. */
  public ServiceConfig config() {
    return config;
  }

  /** Asks for the service. */
  public void start() {
    tell(new Mail.Plain(new ForwardEvent.StartAsked()));
  }

  /** Tries now, whatever the waits. */
  public void reconnect() {
    tell(new Mail.Plain(new ForwardEvent.ReconnectAsked()));
  }

  /** Asks for new sessions, to another pod where there is one; open connections stay. */
  public void restart() {
    tell(new Mail.RestartAsked());
  }

  /** Returns what the forward is doing. */
  public ForwardState state() {
    return state;
  }

  /** Returns what the forward settled on; it has no context before its first attempt. */
  Settled settled() {
    return new Settled(sessions.pinned(), local.settled());
  }

  /** Returns the pod that new connections go to, or null while they go nowhere. */
  @Nullable String pod() {
    return sessions.view().pod();
  }

  /** Returns the numbers of the local ports that it holds, or would if it could. */
  Set<Integer> localPorts() {
    return local.numbersWanted();
  }

  /**
   * Returns the forward as users see it; {@code configFile} is null for one of the command line.
   */
  public ServiceStatus status(@Nullable String configFile) {
    Failure shown =
        switch (state) {
          case Stopped _, Connected _, Idle _ -> null;
          case Connecting _, Disconnected _, Reconnecting _, Suspended _, Failed _ -> lastFailure;
        };
    return StatusOf.forward(
        config, state, shown, sessions.view(), local.view(), timers.instant(), configFile);
  }

  private void tell(Mail mail) {
    if (!mailbox.offer(mail)) {
      log.atError().addKeyValue("service", config.name()).log("event dropped: mailbox full");
      mail.dropped();
    }
    if (ended) {
      dropAll();
    }
  }

  /** Nobody reads any more: what comes must not leave a session behind. */
  private void dropAll() {
    for (Mail mail = mailbox.poll(); mail != null; mail = mailbox.poll()) {
      mail.dropped();
    }
  }

  private void run() {
    try {
      while (true) {
        Mail mail = mailbox.take();
        try {
          read(mail);
        } catch (RuntimeException | Error e) { // a bug costs this event, not the forward
          log.atError().addKeyValue("service", config.name()).setCause(e).log("event dropped: bug");
        }
      }
    } catch (InterruptedException e) {
      // end() asked: the only way out of the loop
    } finally {
      sessions.closeAll();
      local.closeAtLast();
      if (!(state instanceof Stopped)) {
        Transitions.log(config.name(), state, new Stopped(), timers.instant());
      }
      ended = true;
      dropAll();
    }
  }

  private void read(Mail mail) throws InterruptedException {
    switch (mail) {
      case Mail.Plain(ForwardEvent event) -> step(event);
      case Mail.RestartAsked() -> {
        sessions.avoidCurrentPod();
        step(new ForwardEvent.ReconnectAsked());
      }
      case Mail.Resolved resolved -> sessions.watch(resolved);
      case Mail.Opened opened -> {
        if (sessions.adopt(opened)) {
          step(new ForwardEvent.SessionUp());
        }
      }
      case Mail.NotOpened(int attempt, Failure failure) -> {
        if (!sessions.isCurrent(attempt)) {
          return;
        }
        if (state instanceof Connected) {
          sessions.notRenewed();
        } else {
          step(new ForwardEvent.AttemptFailed(failure));
        }
      }
      case Mail.Closed closed -> {
        if (sessions.drop(closed.session())) {
          step(new ForwardEvent.SessionLost(closed.why()));
        }
      }
      case Mail.Doubted(var session) -> sessions.renew(session);
      case Mail.GoingAway(Session session) -> {
        if (sessions.leave(session)) {
          step(
              new ForwardEvent.SessionLost(
                  new Failure(FailureKind.SESSION, "the API server ends the session")));
          step(new ForwardEvent.GoodSign()); // it said so: it is there
        }
      }
      case Mail.PodReady(var pod) -> {
        log.atDebug()
            .addKeyValue("service", config.name())
            .addKeyValue("pod", pod.name())
            .log("pod serves");
        sessions.podReady(pod);
        step(new ForwardEvent.GoodSign());
      }
      case Mail.PodGone(String pod, String why) -> podGone(pod, why);
      case Mail.PodDoubted(String pod) -> sessions.lookUp(pod);
    }
  }

  /** New connections leave a pod that goes at once; those it has may live on until they end. */
  private void podGone(String pod, String why) throws InterruptedException {
    log.atDebug()
        .addKeyValue("service", config.name())
        .addKeyValue("pod", pod)
        .addKeyValue("why", why)
        .log("pod serves no more");
    if (sessions.podGone(pod)) {
      step(
          new ForwardEvent.SessionLost(
              new Failure(FailureKind.SESSION, "pod %s: %s".formatted(pod, why))));
      if (sessions.hasReadyPod()) {
        step(new ForwardEvent.GoodSign());
      }
    }
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
      Transitions.log(config.name(), before, state, now);
      wakeAt(state.wakeAt());
      changed.onChange(this, before, state);
    }
  }

  private void wakeAt(@Nullable Instant when) {
    if (waiting != null) {
      waiting.cancel();
      waiting = null;
    }
    if (when != null) {
      waiting = timers.at(when, () -> tell(new Mail.Plain(new ForwardEvent.TimerFired())));
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
      case RETIRE_SESSIONS -> sessions.retire();
      case CLOSE_SESSIONS -> sessions.closeAll();
    }
  }

  /** Listens where it does not yet; a port that is taken is told as a failed attempt. */
  private boolean bind() throws InterruptedException {
    Failure taken = local.bind();
    if (taken != null) {
      tell(new Mail.Plain(new ForwardEvent.AttemptFailed(taken)));
    }
    return taken == null;
  }

  /** Begins the end of the forward, for good. */
  void end() {
    owner.interrupt();
  }

  /** Waits for the end at most so long, and tells whether it came: the ports are free then. */
  boolean awaitEnd(Duration limit) throws InterruptedException {
    return owner.join(limit);
  }
}
