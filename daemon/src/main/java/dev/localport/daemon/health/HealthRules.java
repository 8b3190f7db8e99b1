package dev.localport.daemon.health;

import dev.localport.config.HealthCheckConfig;
import dev.localport.daemon.actor.Rules;
import dev.localport.daemon.actor.Step;
import dev.localport.daemon.health.HealthEvent.Checked;
import dev.localport.daemon.health.HealthEvent.ClusterAway;
import dev.localport.daemon.health.HealthEvent.ClusterBack;
import dev.localport.daemon.health.HealthEvent.ClusterTrouble;
import dev.localport.daemon.health.HealthEvent.Connected;
import dev.localport.daemon.health.HealthEvent.Disconnected;
import dev.localport.daemon.health.HealthEvent.TimerFired;
import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;

/**
 * Decides when a service is checked, and what the outcomes mean. A service that cannot be reached
 * is not checked, and its health is unknown: the tunnel covers that part. Pure, if {@code random}
 * is.
 *
 * @param random gives values from 0 (included) to 1 (excluded): the interval varies by a tenth, so
 *     that a hundred checks do not stay in step
 */
record HealthRules(HealthCheckConfig config, DoubleSupplier random)
    implements Rules<HealthState, HealthEvent, HealthEffect> {
  private static final double JITTER = 0.1;
  private static final Duration SHORTEST_RESTART_PAUSE = Duration.ofMinutes(1);

  /**
   * How soon after the last check the next one comes where it matters: the cluster has trouble, or
   * the service has become unhealthy and may be so for a moment only.
   */
  private static final Duration SOONEST = Duration.ofSeconds(5);

  /** As {@link #SOONEST}, after a connect: a user may wait to learn whether the service works. */
  private static final Duration UNDECIDED = Duration.ofMillis(500);

  @Override
  public Step<HealthState, HealthEffect> next(HealthState state, HealthEvent event, Instant now) {
    return switch (event) {
      case Connected() -> over(state, true, state.clusterAway());
      case Disconnected() -> over(state, false, state.clusterAway());
      case ClusterAway() -> over(state, state.connected(), config.clusterAware());
      case ClusterBack() -> over(state, state.connected(), false);
      case ClusterTrouble() -> sooner(state, now);
      case TimerFired() -> due(state, now);
      case Checked(CheckOutcome outcome, boolean clusterHealthy) ->
          state.running()
              ? checked(state, outcome, clusterHealthy, now)
              : Step.to(state); // it was canceled meanwhile
    };
  }

  private static Step<HealthState, HealthEffect> over(
      HealthState state, boolean connected, boolean clusterAway) {
    if (state.connected() == connected && state.clusterAway() == clusterAway) {
      return Step.to(state);
    }
    HealthState next = state.over(connected, clusterAway);
    if (next.isWatched()) {
      return Step.to(next.checking(), HealthEffect.CHECK);
    }
    return state.running() ? Step.to(next, HealthEffect.CANCEL) : Step.to(next);
  }

  private static Step<HealthState, HealthEffect> sooner(HealthState state, Instant now) {
    Instant planned = state.nextCheck();
    if (planned == null) {
      return Step.to(state); // one runs, or none can
    }
    Instant last = state.lastCheck();
    Instant soon = last == null || last.plus(SOONEST).isBefore(now) ? now : last.plus(SOONEST);
    return Step.to(soon.isBefore(planned) ? state.dueAt(soon) : state);
  }

  private static Step<HealthState, HealthEffect> due(HealthState state, Instant now) {
    Instant planned = state.nextCheck();
    return planned == null || now.isBefore(planned)
        ? Step.to(state)
        : Step.to(state.checking(), HealthEffect.CHECK);
  }

  private Step<HealthState, HealthEffect> checked(
      HealthState state, CheckOutcome outcome, boolean clusterHealthy, Instant now) {
    Verdict found = state.verdict().after(outcome, config);
    HealthState next = state.checked(found, now, now.plus(pause(found, outcome)));
    if (found.word() == HealthWord.HEALTHY && found.failures() == 0) {
      return Step.to(next.restarted(state.restarts().helped()));
    }
    boolean restart =
        config.restart()
            && outcome instanceof CheckOutcome.Failed
            && found.word() == HealthWord.UNHEALTHY
            && clusterHealthy
            && state.restarts().mayRestart(now, restartPause());
    return restart
        ? Step.to(next.restarted(state.restarts().oneMore(now)), HealthEffect.RESTART)
        : Step.to(next);
  }

  /* A service that stays unhealthy is checked at the interval again: a check may be expensive. */
  private Duration pause(Verdict found, CheckOutcome outcome) {
    Duration usual = pause();
    if (outcome instanceof CheckOutcome.NotMade) {
      return usual;
    }
    return switch (found.word()) {
      case UNKNOWN -> least(usual, UNDECIDED);
      case UNHEALTHY ->
          found.failures() < 2 * config.failureThreshold() ? least(usual, SOONEST) : usual;
      case HEALTHY, DISABLED -> usual;
    };
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Duration pause() {
    double share = 1 + JITTER * (2 * random.getAsDouble() - 1);
    return Duration.ofMillis((long) (config.interval().toMillis() * share));
  }

  private Duration restartPause() {
    Duration byChecks = config.interval().multipliedBy(config.failureThreshold());
    return byChecks.compareTo(SHORTEST_RESTART_PAUSE) > 0 ? byChecks : SHORTEST_RESTART_PAUSE;
  }
}
