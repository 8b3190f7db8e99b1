package dev.localport.daemon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers and stories; {@link MonitorRandomTest} has what holds whatever happens. */
class MonitorRulesTest extends MonitorStory {
  @Test
  void asksForEverythingAfterTheFirstGoodProbe() {
    tell(new MonitorEvent.Configured());
    assertThat(effects).containsExactly(new MonitorEffect.Probe(1, Duration.ofSeconds(5)));

    answer();

    assertThat(effects).containsExactly(new MonitorEffect.Collect(1, Collector.ALL));
    assertThat(untilNextProbe()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void isAwayAfterThreeMissesWithin15Seconds() {
    begin();
    passUntilNextProbe();
    miss();
    Instant firstMiss = now;
    List<Duration> waits = new ArrayList<>();
    while (!state.reach().isAway()) {
      assertThat(state.reach()).isInstanceOf(Reachability.Missing.class);
      waits.add(untilNextProbe());
      passUntilNextProbe();
      Duration timeout = effect(MonitorEffect.Probe.class).timeout();
      assertThat(timeout).isEqualTo(Duration.ofSeconds(3));
      now = now.plus(timeout);
      miss();
    }

    assertThat(waits).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
    assertThat(effects).contains(new MonitorEffect.TellAway());
    assertThat(Duration.between(firstMiss, now)).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void isAwaySoonAfterASessionThatWasNotAnsweredAndBackWithTheFirstAnswer() {
    begin();
    now = now.plusSeconds(10);
    Instant missed = now;
    tell(new MonitorEvent.Unanswered());
    while (!state.reach().isAway()) {
      assertThat(state.reach()).isInstanceOf(Reachability.Missing.class);
      now = now.plus(effect(MonitorEffect.Probe.class).timeout());
      miss();
      if (!state.reach().isAway()) {
        passUntilNextProbe();
      }
    }
    assertThat(Duration.between(missed, now)).isEqualTo(Duration.ofMillis(6500));

    passUntilNextProbe();
    answer();
    assertThat(state.reach()).isEqualTo(new Reachability.Answers(null));
  }

  @Test
  void aSessionThatWasNotAnsweredIsNothingWhereTheProbeIs() {
    begin();
    now = now.plusSeconds(10);
    tell(new MonitorEvent.Unanswered());

    answer();

    assertThat(state.reach()).isEqualTo(new Reachability.Answers(null));
    assertThat(effects)
        .doesNotHaveAnyElementsOfTypes(
            MonitorEffect.TellBack.class, MonitorEffect.TellAnswers.class);
  }

  @Test
  void tellsTheServicesThatItAnswersAfterAProbeThatItDidNot() {
    begin();
    passUntilNextProbe();
    miss();
    passUntilNextProbe();

    answer();

    assertThat(state.reach()).isEqualTo(new Reachability.Answers(null));
    assertThat(effects).contains(new MonitorEffect.TellAnswers());
  }

  @Test
  void waitsHalfASecondUpToFourSecondsAndNoLongerWhileTheThresholdIsNotReached() {
    rules = MonitorRules.of(Configs.threshold(10), () -> 0.0);
    begin();
    passUntilNextProbe();
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      miss();
      waits.add(untilNextProbe().toMillis());
      passUntilNextProbe();
    }

    assertThat(waits).containsExactly(500L, 1000L, 2000L, 4000L, 4000L);
  }

  @Test
  void probesTwiceASecondAtFirstThenMoreRarelyAndAtOnceAfterOneThatTookLonger() {
    goAway();

    for (int misses = 4; misses <= 70; misses++) {
      passUntilNextProbe();
      now = now.plusMillis(10);
      miss();
      assertThat(untilNextProbe()).isEqualTo(Duration.ofMillis(misses <= 20 ? 490 : 990));
    }

    passUntilNextProbe();
    now = now.plusMillis(10);
    miss();
    assertThat(untilNextProbe()).isEqualTo(Duration.ofMillis(1990));

    passUntilNextProbe();
    now = now.plusSeconds(3);
    miss();
    assertThat(untilNextProbe()).isEqualTo(Duration.ofMillis(200));
  }

  private void goAway() {
    begin();
    passUntilNextProbe();
    for (int i = 0; i < 3; i++) {
      miss();
      if (i < 2) {
        passUntilNextProbe();
      }
    }
    assertThat(state.reach().isAway()).isTrue();
  }

  @Test
  void isBackWithTheFirstAnswerAndAsksForEverythingAnew() {
    goAway();
    passUntilNextProbe();

    answer();

    assertThat(state.reach()).isEqualTo(new Reachability.Answers(null));
    assertThat(effects)
        .containsExactly(new MonitorEffect.TellBack(), new MonitorEffect.Collect(2, Collector.ALL));
  }

  @Test
  void probesAtOnceOnSuspicionButNotTwiceWithinASecond() {
    begin();
    now = now.plusSeconds(10);
    tell(new MonitorEvent.Suspected());
    assertThat(effects).hasOnlyElementsOfType(MonitorEffect.Probe.class).hasSize(1);

    tell(new MonitorEvent.Suspected());
    assertThat(effects).as("one at a time").isEmpty();

    answer();
    tell(new MonitorEvent.Suspected());
    assertThat(effects).isEmpty();
    assertThat(untilNextProbe()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void doubtsAMissOfAProbeThatBeganBeforeTheMachineWoke() {
    begin();
    passUntilNextProbe();
    now = now.plusSeconds(4);
    tell(new MonitorEvent.Suspected());

    miss();

    assertThat(effects).hasOnlyElementsOfType(MonitorEffect.Probe.class).hasSize(1);
  }

  @Test
  void countsServerErrorsAsLifeOnlyWhileSessionsLive() {
    Failure error = new Failure(FailureKind.SESSION, "503");
    begin();
    passUntilNextProbe();
    tell(new MonitorEvent.ProbeErrored(probe(), error, true));
    assertThat(state.reach()).isEqualTo(new Reachability.Answers(error));

    passUntilNextProbe();
    tell(new MonitorEvent.ProbeErrored(probe(), error, false));
    assertThat(state.reach()).isEqualTo(new Reachability.Missing(1, false, error));
  }

  @Test
  void tellsTheServicesBackWhenItIsSwitchedOffWhileAway() {
    goAway();
    rules = MonitorRules.of(Configs.enabled(false), () -> 0.0);

    tell(new MonitorEvent.Configured());

    assertThat(state.reach()).isEqualTo(new Reachability.Off());
    assertThat(effects).containsExactly(new MonitorEffect.TellBack());
    assertThat(state.wakeAt(now)).isNull();
  }

  @Test
  void probesAtOnceWhenItIsSwitchedOnAgain() {
    rules = MonitorRules.of(Configs.enabled(false), () -> 0.0);
    tell(new MonitorEvent.Configured());
    assertThat(effects).isEmpty();
    rules = MonitorRules.of(Configs.enabled(true), () -> 0.0);

    tell(new MonitorEvent.Configured());

    assertThat(effects).hasOnlyElementsOfType(MonitorEffect.Probe.class).hasSize(1);
  }

  @Test
  void countsAProbeThatNeverEndsAsMissed() {
    begin();
    passUntilNextProbe();
    now = now.plus(Duration.ofMinutes(3));

    tell(new MonitorEvent.TimerFired());

    assertThat(effects).containsExactly(new MonitorEffect.AbandonProbe());
    assertThat(state.reach()).isInstanceOf(Reachability.Missing.class);
  }

  @Test
  void ignoresTheResultOfAnEarlierProbe() {
    begin();
    passUntilNextProbe();
    MonitorState before = state;

    tell(new MonitorEvent.ProbeMissed(probe() - 1, SILENT));

    assertThat(state).isEqualTo(before);
  }

  @Test
  void probesAtOnceWhenTheClockWasSetBack() {
    begin();
    now = now.minus(Duration.ofHours(1));

    tell(new MonitorEvent.TimerFired());

    assertThat(effects.stream().anyMatch(effect -> effect instanceof MonitorEffect.Probe)).isTrue();
  }
}
