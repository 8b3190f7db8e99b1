package dev.localport.daemon.cluster;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.config.ClusterHealthConfig;
import dev.localport.daemon.actor.Step;
import dev.localport.daemon.cluster.MonitorEvent.CollectionEnded;
import dev.localport.daemon.cluster.MonitorEvent.CollectorAnswered;
import dev.localport.daemon.cluster.MonitorEvent.CollectorRefused;
import dev.localport.daemon.cluster.MonitorEvent.Configured;
import dev.localport.daemon.cluster.MonitorEvent.KubeconfigChanged;
import dev.localport.daemon.cluster.MonitorEvent.Lacking;
import dev.localport.daemon.cluster.MonitorEvent.ProbeAnswered;
import dev.localport.daemon.cluster.MonitorEvent.ProbeErrored;
import dev.localport.daemon.cluster.MonitorEvent.ProbeMissed;
import dev.localport.daemon.cluster.MonitorEvent.ProbeRefused;
import dev.localport.daemon.cluster.MonitorEvent.RefreshAsked;
import dev.localport.daemon.cluster.MonitorEvent.Suspected;
import dev.localport.daemon.cluster.MonitorEvent.TimerFired;
import dev.localport.daemon.cluster.MonitorEvent.Trouble;
import dev.localport.daemon.cluster.MonitorEvent.Unanswered;
import dev.localport.daemon.cluster.Reachability.Answers;
import dev.localport.daemon.cluster.Reachability.Away;
import dev.localport.daemon.cluster.Reachability.Missing;
import dev.localport.daemon.cluster.Reachability.Off;
import dev.localport.daemon.cluster.Reachability.Refused;
import dev.localport.daemon.cluster.Reachability.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One application of {@link MonitorRules}: the state while it changes. Lives for one event. */
final class MonitorTransition {
  private static final Failure UNANSWERED =
      new Failure(FailureKind.UNREACHABLE, "a session to it got no answer");

  private final ClusterHealthConfig config;
  private final Pace pace;
  private final Instant now;
  private final Reachability before;
  private final ProbeSchedule probes;
  private final CollectionSchedule collects;
  private final List<MonitorEffect> effects = new ArrayList<>();
  private Reachability reach;

  MonitorTransition(Pace pace, MonitorState state, Instant now) {
    this.config = pace.config();
    this.pace = pace;
    this.now = now;
    this.before = state.reach();
    this.reach = before;
    this.probes = new ProbeSchedule(state.probing(), now, effects);
    this.collects = new CollectionSchedule(state.collecting(), config, now, effects);
    if (state.isAhead(now)) {
      probes.clockWasSetBack();
      collects.clockWasSetBack();
    }
  }

  Step<MonitorState, MonitorEffect> take(MonitorEvent event) {
    if (event instanceof Configured) {
      configured();
    } else if (reach instanceof Off) {
      if (event instanceof RefreshAsked) {
        effects.add(new MonitorEffect.Refreshed());
      }
    } else {
      happens(event);
    }
    return finish();
  }

  private void happens(MonitorEvent event) {
    switch (event) {
      case TimerFired() -> timerFired();
      case ProbeAnswered(int probe) when probes.ends(probe) -> answered();
      case ProbeMissed(int probe, Failure why) when probes.ends(probe) -> missed(why);
      case ProbeErrored(int probe, Failure why, boolean sessionsLive) when probes.ends(probe) -> {
        if (sessionsLive) {
          errored(why);
        } else {
          missed(why);
        }
      }
      case ProbeRefused(int probe, Failure why) when probes.ends(probe) -> refused(why);
      case CollectorAnswered(int number) when collects.isCurrent(number) -> heard();
      case CollectorRefused(int number, Failure why) when collects.isCurrent(number) ->
          refused(why);
      case CollectionEnded(int number) when collects.isCurrent(number) -> collected();
      case Suspected() -> probes.hurry();
      case Unanswered() -> unanswered();
      case KubeconfigChanged() -> {
        probes.now();
        if (reach instanceof Answers) {
          collects.want(Collector.ALL);
        }
      }
      case Trouble() when reach instanceof Answers -> collects.trouble();
      case Lacking(Set<Collector> what) when reach instanceof Answers -> collects.want(what);
      case RefreshAsked(Set<Collector> what) -> {
        collects.ask(what);
        if (what.equals(Collector.ALL) || !(reach instanceof Answers)) {
          probes.hurry();
        }
      }
      case ProbeAnswered _, ProbeMissed _, ProbeErrored _, ProbeRefused _ -> {}
      case CollectorAnswered _, CollectorRefused _, CollectionEnded _ -> {}
      case Trouble _, Lacking _ -> {}
      case Configured _ -> throw new IllegalStateException("configured() takes it");
    }
  }

  private void timerFired() {
    if (probes.isOverdue()) {
      probes.abandon();
      missed(new Failure(FailureKind.UNREACHABLE, "the cluster does not respond"));
    }
    if (reach instanceof Answers) {
      collects.timerFired(now.plus(pace.collection()));
    }
  }

  private void answered() {
    switch (reach) {
      case Unknown _, Away _, Missing _, Answers _ -> there(null);
      case Refused r -> {
        reach = new Refused(r.why(), r.looks(), true);
        collects.want(Collector.ALL);
      }
      case Off _ -> {}
    }
    probes.nextAt(now.plus(afterAnswer()));
  }

  private Duration afterAnswer() {
    return reach instanceof Refused r ? pace.afterRefusal(r.looks()) : pace.keepalive();
  }

  /** After it was offline, and if nothing was known about it, everything is asked for. */
  private void there(@Nullable Failure trouble) {
    if (reach.isAway() || !collects.isPlanned()) {
      collects.want(Collector.ALL);
      collects.nextAt(now.plus(pace.collection()));
    }
    reach = new Answers(trouble);
  }

  /** An error of its own, while sessions live: it is there. */
  private void errored(Failure why) {
    switch (reach) {
      case Unknown _, Away _, Missing _, Answers _ -> there(why);
      case Refused _, Off _ -> collects.giveUpAsked();
    }
    probes.nextAt(now.plus(afterAnswer()));
  }

  /** As good as a probe that was not answered; the next one says whether the cluster is there. */
  private void unanswered() {
    if (reach instanceof Answers) {
      reach = new Missing(1, true, UNANSWERED);
    }
    probes.hurry();
  }

  private void missed(Failure why) {
    int misses = reach.misses() + 1;
    if (misses >= config.failureThreshold()) {
      reach = new Away(misses, why);
      probes.failed(pace.whileAway(probes.begunAt(), misses, now));
    } else {
      Missing missing = new Missing(misses, reach instanceof Missing m && m.heralded(), why);
      reach = missing;
      probes.failed(now.plus(pace.afterMisses(missing.probes())));
    }
    collects.giveUpAsked();
  }

  private void refused(Failure why) {
    int looks = reach instanceof Refused r ? r.looks() + 1 : 0;
    reach = new Refused(why, looks, false);
    collects.abandon();
    probes.failed(now.plus(pace.afterRefusal(looks)));
  }

  private void heard() {
    switch (reach) {
      case Missing _ -> {
        there(null);
        probes.nextAt(now.plus(pace.keepalive()));
      }
      case Answers(var trouble) when trouble == null ->
          probes.notBefore(now.plus(pace.keepalive()));
      case Refused _ -> taken();
      case Answers _, Unknown _, Away _, Off _ -> {}
    }
  }

  /** The credentials serve again. */
  private void taken() {
    reach = new Answers(null);
    collects.nextAt(now.plus(pace.collection()));
    probes.nextAt(now.plus(pace.keepalive()));
  }

  private void collected() {
    collects.ended();
    if (reach instanceof Refused) {
      taken();
    }
  }

  private void configured() {
    if (!config.enabled()) {
      reach = new Off();
      probes.stop();
      collects.abandon();
    } else if (reach instanceof Off) {
      reach = new Unknown();
      probes.nextAt(now);
    } else if (reach instanceof Answers) {
      probes.notAfter(now.plus(pace.keepalive()));
      collects.want(Collector.ALL);
      collects.nextAt(now.plus(pace.collection()));
    }
  }

  private Step<MonitorState, MonitorEffect> finish() {
    if (reach.isAway() && !before.isAway()) {
      collects.abandon();
      effects.add(new MonitorEffect.TellAway());
    }
    if (!reach.isAway() && before.isAway()) {
      effects.add(new MonitorEffect.TellBack());
    }
    if (reach instanceof Answers && before instanceof Missing m && m.probes() > 0) {
      effects.add(new MonitorEffect.TellAnswers());
    }
    probes.begin(pace.probeTimeout(reach));
    if (reach instanceof Answers || (reach instanceof Refused r && r.looking())) {
      if (collects.begin()) {
        collected();
      }
    }
    return new Step<>(new MonitorState(reach, probes.done(), collects.done()), effects);
  }
}
