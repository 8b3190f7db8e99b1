package dev.localport.daemon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.config.ClusterHealthConfig;
import dev.localport.daemon.actor.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A monitor's rules and its state, which a test takes from event to event. */
abstract class MonitorStory {
  static final Failure SILENT = new Failure(FailureKind.UNREACHABLE, "silent");

  MonitorRules rules = MonitorRules.of(ClusterHealthConfig.DEFAULT, () -> 0.0);
  MonitorState state = MonitorState.initial();
  Instant now = Instant.parse("2026-11-22T12:00:00Z");
  List<MonitorEffect> effects = List.of();

  void tell(MonitorEvent event) {
    Step<MonitorState, MonitorEffect> step = rules.next(state, event, now);
    state = step.state();
    effects = step.effects();
  }

  int probe() {
    assertThat(state.probing().running()).as("a probe is under way").isTrue();
    return state.probing().number();
  }

  void answer() {
    tell(new MonitorEvent.ProbeAnswered(probe()));
  }

  void miss() {
    tell(new MonitorEvent.ProbeMissed(probe(), SILENT));
  }

  void endCollection() {
    tell(new MonitorEvent.CollectionEnded(state.collecting().number()));
  }

  Duration untilNextProbe() {
    return Duration.between(now, state.probing().nextAt());
  }

  void passUntilNextProbe() {
    now = now.plus(untilNextProbe());
    tell(new MonitorEvent.TimerFired());
  }

  void begin() {
    tell(new MonitorEvent.Configured());
    answer();
    endCollection();
  }

  <E extends MonitorEffect> E effect(Class<E> kind) {
    return effects.stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind.getSimpleName() + " in " + effects));
  }
}
