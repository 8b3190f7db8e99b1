package dev.localport.daemon.forward.rules;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.config.BreakerConfig;
import dev.localport.daemon.actor.Rules;
import dev.localport.daemon.actor.Step;
import dev.localport.daemon.forward.rules.ForwardEvent.AttemptFailed;
import dev.localport.daemon.forward.rules.ForwardEvent.AutoOff;
import dev.localport.daemon.forward.rules.ForwardEvent.ClusterAway;
import dev.localport.daemon.forward.rules.ForwardEvent.ClusterBack;
import dev.localport.daemon.forward.rules.ForwardEvent.ConnectionArrived;
import dev.localport.daemon.forward.rules.ForwardEvent.GoodSign;
import dev.localport.daemon.forward.rules.ForwardEvent.IdleTimeout;
import dev.localport.daemon.forward.rules.ForwardEvent.ReconnectAsked;
import dev.localport.daemon.forward.rules.ForwardEvent.SessionLate;
import dev.localport.daemon.forward.rules.ForwardEvent.SessionLost;
import dev.localport.daemon.forward.rules.ForwardEvent.SessionRecovered;
import dev.localport.daemon.forward.rules.ForwardEvent.SessionUp;
import dev.localport.daemon.forward.rules.ForwardEvent.StartAsked;
import dev.localport.daemon.forward.rules.ForwardEvent.StopAsked;
import dev.localport.daemon.forward.rules.ForwardEvent.TargetFound;
import dev.localport.daemon.forward.rules.ForwardEvent.TimerFired;
import dev.localport.daemon.forward.rules.ForwardEvent.Troubled;
import dev.localport.daemon.forward.rules.ForwardEvent.Unanswered;
import dev.localport.daemon.forward.rules.ForwardState.Connected;
import dev.localport.daemon.forward.rules.ForwardState.Connecting;
import dev.localport.daemon.forward.rules.ForwardState.Disconnected;
import dev.localport.daemon.forward.rules.ForwardState.Failed;
import dev.localport.daemon.forward.rules.ForwardState.Idle;
import dev.localport.daemon.forward.rules.ForwardState.Reconnecting;
import dev.localport.daemon.forward.rules.ForwardState.Stopped;
import dev.localport.daemon.forward.rules.ForwardState.Suspended;
import dev.localport.daemon.recovery.AttemptCount;
import dev.localport.daemon.recovery.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides how a forward moves from state to state, and what has to be done then; docs/states.md has
 * the whole table. Pure: no clock, no I/O, nothing that changes.
 *
 * @param backoff how long to wait before an attempt
 * @param breaker when to leave a service alone for a while
 * @param lazy whether a start waits for the first connection
 * @param clusterAware whether the monitor's word counts
 */
public record ForwardRules(
    Backoff backoff, BreakerConfig breaker, boolean lazy, boolean clusterAware)
    implements Rules<ForwardState, ForwardEvent, ForwardEffect> {
  /** A connection that lived this long was a good one: what failed before it is forgotten. */
  static final Duration GOOD_LIFE = Duration.ofSeconds(10);

  /** A failed forward tries once when a client connects, and not more often than this. */
  static final Duration FAILED_PAUSE = Duration.ofSeconds(10);

  @Override
  public Step<ForwardState, ForwardEffect> next(
      ForwardState state, ForwardEvent event, Instant now) {
    Step<ForwardState, ForwardEffect> step = follow(state, event, now);
    return new Step<>(step.state(), withTies(state, step));
  }

  /** The health check follows the sessions; the cluster's monitor is left with the last of them. */
  private static List<ForwardEffect> withTies(
      ForwardState before, Step<ForwardState, ForwardEffect> step) {
    ForwardState after = step.state();
    List<ForwardEffect> effects = new ArrayList<>(step.effects());
    if (before instanceof Connected != after instanceof Connected) {
      effects.add(
          after instanceof Connected
              ? ForwardEffect.HEALTH_CONNECTED
              : ForwardEffect.HEALTH_DISCONNECTED);
    }
    if (effects.contains(ForwardEffect.DIAL) || effects.contains(ForwardEffect.BIND)) {
      effects.add(ForwardEffect.JOIN_CLUSTER); // each time: the kubeconfig may not have served yet
    }
    if (after instanceof Stopped && !(before instanceof Stopped)) {
      effects.add(ForwardEffect.LEAVE_CLUSTER);
    }
    return effects;
  }

  private Step<ForwardState, ForwardEffect> follow(
      ForwardState state, ForwardEvent event, Instant now) {
    return switch (event) {
      case StartAsked() when state instanceof Stopped ->
          lazy ? Step.to(new Idle(), ForwardEffect.BIND) : dial(AttemptCount.NONE, true);
      case StopAsked() when !(state instanceof Stopped) ->
          Step.to(new Stopped(), ForwardEffect.CLOSE_SESSIONS, ForwardEffect.UNBIND);
      case ReconnectAsked() when !(state instanceof Stopped) ->
          Step.to(
              new Connecting(AttemptCount.NONE, true),
              ForwardEffect.DRAIN_SESSIONS,
              ForwardEffect.DIAL);
      case SessionUp() -> sessionUp(state, now);
      case SessionLost(Failure cause) when state instanceof Connected c -> lost(c, cause, now);
      case SessionLate(Failure cause) when state instanceof Connected c -> late(c, cause, now);
      case SessionRecovered() -> recovered(state, now);
      case AttemptFailed(Failure cause) -> attemptFailed(state, cause, now);
      case TimerFired() -> timerFired(state, now);
      case TargetFound() when !(state instanceof Stopped) ->
          Step.to(state, ForwardEffect.JOIN_CLUSTER);
      case Unanswered() when !(state instanceof Stopped) ->
          Step.to(state, ForwardEffect.SUSPECT_CLUSTER);
      case Troubled() when !(state instanceof Stopped) ->
          Step.to(state, ForwardEffect.REPORT_TROUBLE);
      case ClusterAway(Failure why) when !(state instanceof Stopped) -> clusterAway(state, why);
      case ClusterBack() when !(state instanceof Stopped) -> clusterBack(state);
      case GoodSign() -> goodSign(state);
      case AutoOff(Failure cause) -> autoOff(state, cause);
      case IdleTimeout() when state instanceof Connected -> Step.to(new Idle(), ForwardEffect.IDLE);
      case ConnectionArrived() -> connectionArrived(state, now);
      case StartAsked _, StopAsked _, ReconnectAsked _ -> Step.to(state);
      case SessionLost _, SessionLate _ -> Step.to(state);
      case TargetFound _, Unanswered _, Troubled _ -> Step.to(state);
      case ClusterAway _, ClusterBack _, IdleTimeout _ -> Step.to(state);
    };
  }

  private static Step<ForwardState, ForwardEffect> dial(AttemptCount tries, boolean counted) {
    return Step.to(new Connecting(tries, counted), ForwardEffect.DIAL);
  }

  private static Step<ForwardState, ForwardEffect> sessionUp(ForwardState state, Instant now) {
    return switch (state) {
      case Connecting c -> Step.to(new Connected(now, c.tries()));
      case Reconnecting r -> Step.to(new Connected(now, r.tries()));
      case Suspended s -> Step.to(new Connected(now, s.tries()));
      case Stopped _, Idle _, Disconnected _, Failed _ ->
          Step.to(state, ForwardEffect.CLOSE_SESSIONS);
      case Connected _ -> Step.to(state);
    };
  }

  private Step<ForwardState, ForwardEffect> lost(Connected connected, Failure cause, Instant now) {
    boolean lived = !now.isBefore(connected.since().plus(GOOD_LIFE));
    return retry(lived ? AttemptCount.NONE : connected.before(), true, cause, now);
  }

  /** As {@link #lost}, but there is nothing to wait for: the old session may be as good as ever. */
  private Step<ForwardState, ForwardEffect> late(Connected connected, Failure cause, Instant now) {
    Step<ForwardState, ForwardEffect> lost = lost(connected, cause, now);
    return lost.state() instanceof Reconnecting r
        ? Step.to(new Reconnecting(r.tries(), null, r.cause()), ForwardEffect.DIAL)
        : lost;
  }

  private static Step<ForwardState, ForwardEffect> recovered(ForwardState state, Instant now) {
    return switch (state) {
      case Connecting c -> Step.to(new Connected(now, c.tries()), ForwardEffect.ABANDON);
      case Reconnecting r -> Step.to(new Connected(now, r.tries()), ForwardEffect.ABANDON);
      case Suspended s -> Step.to(new Connected(now, s.tries()), ForwardEffect.ABANDON);
      case Disconnected _, Failed _ -> Step.to(new Connected(now, AttemptCount.NONE));
      case Stopped _, Connected _, Idle _ -> Step.to(state);
    };
  }

  private Step<ForwardState, ForwardEffect> attemptFailed(
      ForwardState state, Failure cause, Instant now) {
    return switch (state) {
      case Connecting c -> suspendOrRetry(state, c.tries(), c.counted(), cause, now);
      case Reconnecting r -> suspendOrRetry(state, r.tries(), true, cause, now);
      case Suspended s -> suspendOrRetry(state, s.tries(), false, cause, now);
      case Idle _ ->
          suspendOrRetry(state, AttemptCount.NONE, true, cause, now); // its port is taken
      case Stopped _, Connected _, Disconnected _, Failed _ -> Step.to(state);
    };
  }

  private Step<ForwardState, ForwardEffect> suspendOrRetry(
      ForwardState state, AttemptCount tries, boolean counted, Failure cause, Instant now) {
    SuspendedReason reason = SuspendedReason.of(cause.kind());
    if (reason == null) {
      return retry(tries, counted, cause, now);
    }
    int looks = state instanceof Suspended s && s.reason() == reason ? s.looks() : 0;
    Instant again = now.plus(reason.lookAgainAfter(looks));
    return Step.to(new Suspended(reason, cause, again, looks + 1, tries));
  }

  private Step<ForwardState, ForwardEffect> retry(
      AttemptCount before, boolean counted, Failure cause, Instant now) {
    if (!backoff.config().auto()) {
      return Step.to(new Disconnected(cause));
    }
    AttemptCount tries = before.failed(counted, cause.kind() != FailureKind.UNREACHABLE);
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

  private static Step<ForwardState, ForwardEffect> timerFired(ForwardState state, Instant now) {
    Instant due = state.wakeAt();
    if (due == null || now.isBefore(due)) {
      return Step.to(state);
    }
    return switch (state) {
      case Reconnecting r ->
          Step.to(new Reconnecting(r.tries(), null, r.cause()), ForwardEffect.DIAL);
      case Suspended s ->
          Step.to(
              new Suspended(s.reason(), s.cause(), null, s.looks(), s.tries()), ForwardEffect.DIAL);
      case Stopped _, Connecting _, Connected _, Idle _, Disconnected _, Failed _ -> Step.to(state);
    };
  }

  private Step<ForwardState, ForwardEffect> clusterAway(ForwardState state, Failure why) {
    AttemptCount tries =
        switch (state) {
          case Connecting c -> c.tries();
          case Reconnecting r -> r.tries();
          case Connected _ -> null; // its session is the truth
          case Suspended s when isTrying(s) || s.reason() == SuspendedReason.CIRCUIT_OPEN ->
              s.tries(); // the cluster is the reason: no attempt before it is back
          case Stopped _, Idle _, Disconnected _, Suspended _, Failed _ -> null;
        };
    if (tries == null || !clusterAware) {
      return Step.to(state, ForwardEffect.HEALTH_CLUSTER_AWAY);
    }
    return Step.to(
        new Suspended(SuspendedReason.CLUSTER_OFFLINE, why, null, 0, tries),
        ForwardEffect.ABANDON,
        ForwardEffect.HEALTH_CLUSTER_AWAY);
  }

  private Step<ForwardState, ForwardEffect> clusterBack(ForwardState state) {
    return clusterAware
            && state instanceof Suspended s
            && s.reason() == SuspendedReason.CLUSTER_OFFLINE
        ? Step.to(
            new Connecting(s.tries(), false),
            ForwardEffect.HEALTH_CLUSTER_BACK,
            ForwardEffect.REFRESH_PODS,
            ForwardEffect.DIAL)
        : Step.to(state, ForwardEffect.HEALTH_CLUSTER_BACK, ForwardEffect.REFRESH_PODS);
  }

  /** One that waits for something else continues to wait; its attempt is not worth it. */
  private static boolean isTrying(Suspended suspended) {
    return suspended.reason() != SuspendedReason.CLUSTER_OFFLINE && suspended.wakeAt() == null;
  }

  private Step<ForwardState, ForwardEffect> goodSign(ForwardState state) {
    return switch (state) {
      case Reconnecting r -> dial(r.tries(), false);
      case Suspended s -> dial(s.tries(), false);
      case Failed _ -> dial(exhausted(), false);
      case Stopped _, Connecting _, Connected _, Idle _, Disconnected _ -> Step.to(state);
    };
  }

  /** Retries end at once. An attempt that a person asked for continues, as does a wait by name. */
  private static Step<ForwardState, ForwardEffect> autoOff(ForwardState state, Failure cause) {
    Failure why =
        switch (state) {
          case Connecting c -> c.tries().equals(AttemptCount.NONE) ? null : cause;
          case Reconnecting r -> r.cause();
          case Suspended s -> s.reason() == SuspendedReason.CIRCUIT_OPEN ? s.cause() : null;
          case Stopped _, Connected _, Idle _, Disconnected _, Failed _ -> null;
        };
    return why == null ? Step.to(state) : Step.to(new Disconnected(why), ForwardEffect.ABANDON);
  }

  private Step<ForwardState, ForwardEffect> connectionArrived(ForwardState state, Instant now) {
    return switch (state) {
      case Idle _, Disconnected _ -> dial(AttemptCount.NONE, true);
      case Failed f when !now.isBefore(f.lastTry().plus(FAILED_PAUSE)) -> dial(exhausted(), true);
      case Stopped _, Connecting _, Connected _, Reconnecting _, Suspended _, Failed _ ->
          Step.to(state);
    };
  }

  /** All attempts are spent: the next counted failure leads back to failed. */
  private AttemptCount exhausted() {
    return new AttemptCount(backoff.config().maxAttempts(), 0);
  }
}
