package dev.localport.daemon.forward;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.config.BreakerConfig;
import dev.localport.daemon.forward.ForwardEvent.AttemptFailed;
import dev.localport.daemon.forward.ForwardEvent.ClusterAway;
import dev.localport.daemon.forward.ForwardEvent.ClusterBack;
import dev.localport.daemon.forward.ForwardEvent.ConnectionArrived;
import dev.localport.daemon.forward.ForwardEvent.GoodSign;
import dev.localport.daemon.forward.ForwardEvent.IdleTimeout;
import dev.localport.daemon.forward.ForwardEvent.ReconnectAsked;
import dev.localport.daemon.forward.ForwardEvent.SessionLost;
import dev.localport.daemon.forward.ForwardEvent.SessionUp;
import dev.localport.daemon.forward.ForwardEvent.StartAsked;
import dev.localport.daemon.forward.ForwardEvent.StopAsked;
import dev.localport.daemon.forward.ForwardEvent.TimerFired;
import dev.localport.daemon.forward.ForwardState.Connected;
import dev.localport.daemon.forward.ForwardState.Connecting;
import dev.localport.daemon.forward.ForwardState.Disconnected;
import dev.localport.daemon.forward.ForwardState.Failed;
import dev.localport.daemon.forward.ForwardState.Idle;
import dev.localport.daemon.forward.ForwardState.Reconnecting;
import dev.localport.daemon.forward.ForwardState.Stopped;
import dev.localport.daemon.forward.ForwardState.Suspended;
import dev.localport.daemon.recovery.Backoff;
import dev.localport.daemon.recovery.Tries;
import java.time.Duration;
import java.time.Instant;

/**
 * Decides how a forward moves from state to state: the table of contract A. Pure: no clock, no I/O,
 * nothing that changes.
 *
 * @param backoff how long to wait before an attempt
 * @param breaker when to leave a service alone for a while
 * @param lazy whether a start waits for the first connection
 * @param clusterAware whether the monitor's word counts
 */
record ForwardRules(Backoff backoff, BreakerConfig breaker, boolean lazy, boolean clusterAware) {
  /** A connection that lived this long was a good one: what failed before it is forgotten. */
  static final Duration GOOD_LIFE = Duration.ofSeconds(10);

  /** A failed forward tries once when somebody connects, and not more often than this. */
  static final Duration FAILED_PAUSE = Duration.ofSeconds(10);

  /** Returns what follows {@code event}; an event that comes too late to matter changes nothing. */
  Step next(ForwardState state, ForwardEvent event, Instant now) {
    return switch (event) {
      case StartAsked() when state instanceof Stopped ->
          lazy ? Step.to(new Idle(), Effect.BIND) : dial(Tries.NONE, true);
      case StopAsked() when !(state instanceof Stopped) ->
          Step.to(new Stopped(), Effect.CLOSE_SESSIONS, Effect.UNBIND);
      case ReconnectAsked() when !(state instanceof Stopped) ->
          Step.to(new Connecting(Tries.NONE, true), Effect.RETIRE_SESSIONS, Effect.DIAL);
      case SessionUp() -> sessionUp(state, now);
      case SessionLost(Failure cause) when state instanceof Connected c -> lost(c, cause, now);
      case AttemptFailed(Failure cause) -> attemptFailed(state, cause, now);
      case TimerFired() -> timerFired(state, now);
      case ClusterAway(Failure why) when clusterAware -> clusterAway(state, why);
      case ClusterBack()
          when clusterAware
              && state instanceof Suspended s
              && s.reason() == SuspendedReason.CLUSTER_OFFLINE ->
          dial(s.tries(), false);
      case GoodSign() -> goodSign(state);
      case IdleTimeout() when state instanceof Connected -> Step.to(new Idle(), Effect.REST);
      case ConnectionArrived() -> connectionArrived(state, now);
      case StartAsked _, StopAsked _, ReconnectAsked _, SessionLost _ -> Step.to(state);
      case ClusterAway _, ClusterBack _, IdleTimeout _ -> Step.to(state);
    };
  }

  private static Step dial(Tries tries, boolean counted) {
    return Step.to(new Connecting(tries, counted), Effect.DIAL);
  }

  private static Step sessionUp(ForwardState state, Instant now) {
    return switch (state) {
      case Connecting c -> Step.to(new Connected(now, c.tries()));
      case Reconnecting r -> Step.to(new Connected(now, r.tries()));
      case Suspended s -> Step.to(new Connected(now, s.tries()));
      case Stopped _, Idle _, Disconnected _, Failed _ -> Step.to(state, Effect.CLOSE_SESSIONS);
      case Connected _ -> Step.to(state);
    };
  }

  private Step lost(Connected connected, Failure cause, Instant now) {
    boolean lived = !now.isBefore(connected.since().plus(GOOD_LIFE));
    return retry(lived ? Tries.NONE : connected.before(), true, cause, now);
  }

  private Step attemptFailed(ForwardState state, Failure cause, Instant now) {
    return switch (state) {
      case Connecting c -> suspendOrRetry(state, c.tries(), c.counted(), cause, now);
      case Reconnecting r -> suspendOrRetry(state, r.tries(), true, cause, now);
      case Suspended s -> suspendOrRetry(state, s.tries(), false, cause, now);
      case Idle _ -> suspendOrRetry(state, Tries.NONE, true, cause, now); // its port is taken
      case Stopped _, Connected _, Disconnected _, Failed _ -> Step.to(state);
    };
  }

  private Step suspendOrRetry(
      ForwardState state, Tries tries, boolean counted, Failure cause, Instant now) {
    SuspendedReason reason = SuspendedReason.of(cause.kind());
    if (reason == null) {
      return retry(tries, counted, cause, now);
    }
    int looks = state instanceof Suspended s && s.reason() == reason ? s.looks() : 0;
    Instant again = now.plus(reason.lookAgainAfter(looks));
    return Step.to(new Suspended(reason, cause, again, looks + 1, tries));
  }

  private Step retry(Tries before, boolean counted, Failure cause, Instant now) {
    if (!backoff.config().auto()) {
      return Step.to(new Disconnected(cause));
    }
    Tries tries = before.failed(counted, cause.kind() != FailureKind.UNREACHABLE);
    int most = backoff.config().maxAttempts();
    if (most > 0 && tries.attempt() > most) {
      return Step.to(new Failed(cause, now));
    }
    if (breaker.failures() > 0 && tries.faults() >= breaker.failures()) {
      Instant again = now.plus(breaker.openFor());
      return Step.to(new Suspended(SuspendedReason.CIRCUIT_OPEN, cause, again, 0, tries));
    }
    Instant at = now.plus(backoff.before(tries.attempt()));
    return Step.to(new Reconnecting(tries, at, cause));
  }

  private static Step timerFired(ForwardState state, Instant now) {
    Instant due = state.wakeAt();
    if (due == null || now.isBefore(due)) {
      return Step.to(state);
    }
    return switch (state) {
      case Reconnecting r -> Step.to(new Reconnecting(r.tries(), null, r.cause()), Effect.DIAL);
      case Suspended s ->
          Step.to(new Suspended(s.reason(), s.cause(), null, s.looks(), s.tries()), Effect.DIAL);
      case Stopped _, Connecting _, Connected _, Idle _, Disconnected _, Failed _ -> Step.to(state);
    };
  }

  private static Step clusterAway(ForwardState state, Failure why) {
    return switch (state) {
      case Connecting c -> suspendOffline(c.tries(), why);
      case Reconnecting r -> suspendOffline(r.tries(), why);
      case Connected _ -> Step.to(state); // its session is the truth
      case Suspended s when isTrying(s) -> suspendOffline(s.tries(), why);
      case Stopped _, Idle _, Disconnected _, Suspended _, Failed _ -> Step.to(state);
    };
  }

  /** One that waits for something else goes on to wait; its attempt is not worth while. */
  private static boolean isTrying(Suspended suspended) {
    return suspended.reason() != SuspendedReason.CLUSTER_OFFLINE && suspended.wakeAt() == null;
  }

  private static Step suspendOffline(Tries tries, Failure cause) {
    return Step.to(
        new Suspended(SuspendedReason.CLUSTER_OFFLINE, cause, null, 0, tries), Effect.ABANDON);
  }

  private Step goodSign(ForwardState state) {
    return switch (state) {
      case Reconnecting r -> dial(r.tries(), false);
      case Suspended s -> dial(s.tries(), false);
      case Failed _ -> dial(spent(), false);
      case Stopped _, Connecting _, Connected _, Idle _, Disconnected _ -> Step.to(state);
    };
  }

  private Step connectionArrived(ForwardState state, Instant now) {
    return switch (state) {
      case Idle _, Disconnected _ -> dial(Tries.NONE, true);
      case Failed f when !now.isBefore(f.lastTry().plus(FAILED_PAUSE)) -> dial(spent(), true);
      case Stopped _, Connecting _, Connected _, Reconnecting _, Suspended _, Failed _ ->
          Step.to(state);
    };
  }

  /** All attempts are spent: the next counted failure leads back to failed. */
  private Tries spent() {
    return new Tries(backoff.config().maxAttempts(), 0);
  }
}
