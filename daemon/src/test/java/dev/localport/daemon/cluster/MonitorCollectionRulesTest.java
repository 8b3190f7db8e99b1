package dev.localport.daemon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.config.ClusterHealthConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a monitor collects, and what is refused; {@link MonitorRulesTest} has its probes. */
class MonitorCollectionRulesTest extends MonitorStory {
  private static final Failure NO_TOKEN = new Failure(FailureKind.CREDENTIALS, "no token");

  private void refuse() {
    tell(new MonitorEvent.ProbeRefused(probe(), NO_TOKEN));
  }

  @Test
  void looksAtRefusedCredentialsAgainWithBackoffUpToTenMinutes() {
    tell(new MonitorEvent.Configured());
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      refuse();
      assertThat(state.reach().isAway()).isFalse();
      waits.add(untilNextProbe().toSeconds());
      passUntilNextProbe();
    }

    assertThat(waits).containsExactly(30L, 60L, 120L, 240L, 480L, 600L, 600L);
  }

  @Test
  void looksAtRefusedCredentialsAtOnceWhenTheKubeconfigChanges() {
    tell(new MonitorEvent.Configured());
    refuse();

    tell(new MonitorEvent.KubeconfigChanged());

    assertThat(effects).hasOnlyElementsOfType(MonitorEffect.Probe.class).hasSize(1);
  }

  @Test
  void believesAProbeAfterRefusedCredentialsOnlyWhenACollectorIsAnswered() {
    begin();
    tell(new MonitorEvent.RefreshAsked());
    tell(new MonitorEvent.CollectorRefused(state.collecting().number(), NO_TOKEN));
    assertThat(state.reach()).isEqualTo(new Reachability.Refused(NO_TOKEN, 0, false));

    passUntilNextProbe();
    answer(); // anybody may ask for /livez
    assertThat(state.reach()).isEqualTo(new Reachability.Refused(NO_TOKEN, 0, true));
    tell(new MonitorEvent.CollectorRefused(state.collecting().number(), NO_TOKEN));
    assertThat(state.reach()).isEqualTo(new Reachability.Refused(NO_TOKEN, 1, false));

    passUntilNextProbe();
    answer();
    tell(new MonitorEvent.CollectorAnswered(state.collecting().number()));
    assertThat(state.reach()).isEqualTo(new Reachability.Answers(null));
    assertThat(untilNextProbe()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void collectsAfterARefusalAndAMissToo() {
    tell(new MonitorEvent.Configured());
    refuse();
    passUntilNextProbe();
    miss();
    passUntilNextProbe();

    answer();

    assertThat(effect(MonitorEffect.Collect.class).what()).isEqualTo(Collector.ALL);
  }

  @Test
  void needsNoProbeWhereACollectorWasAnswered() {
    begin();
    tell(new MonitorEvent.RefreshAsked());
    now = now.plusSeconds(2);
    int collection = state.collecting().number();
    tell(new MonitorEvent.TimerFired());
    answer();
    now = now.plusSeconds(20);

    tell(new MonitorEvent.CollectorAnswered(collection));

    assertThat(untilNextProbe()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void asksWhatExplainsTroubleAtMostEveryTenSeconds() {
    begin();
    now = now.plusSeconds(12);
    tell(new MonitorEvent.Trouble());
    assertThat(effect(MonitorEffect.Collect.class).what()).isEqualTo(Collector.ON_TROUBLE);
    endCollection();

    now = now.plusSeconds(1);
    tell(new MonitorEvent.Trouble());
    assertThat(effects).isEmpty();
    assertThat(state.wakeAt(now)).isEqualTo(now.plusSeconds(9));

    now = now.plusSeconds(9);
    tell(new MonitorEvent.TimerFired());
    assertThat(effect(MonitorEffect.Collect.class).what()).isEqualTo(Collector.ON_TROUBLE);
  }

  @Test
  void asksForEverythingEveryIntervalAndForEventsToo() {
    rules = MonitorRules.of(ClusterHealthConfig.DEFAULT, () -> 0.5);
    begin();
    now = now.plusSeconds(240);

    tell(new MonitorEvent.TimerFired());

    assertThat(effect(MonitorEffect.Collect.class).what()).isEqualTo(Collector.ALL);
    assertThat(Collector.ALL).contains(Collector.EVENTS);
  }

  @Test
  void asksForEventsAloneWithoutAProbeWhereTheClusterAnswers() {
    begin();

    tell(new MonitorEvent.RefreshAsked(Set.of(Collector.EVENTS)));

    assertThat(effects).hasOnlyElementsOfType(MonitorEffect.Collect.class);
    assertThat(effect(MonitorEffect.Collect.class).what()).containsExactly(Collector.EVENTS);
    endCollection();
    assertThat(effects).containsExactly(new MonitorEffect.Refreshed());
  }

  @Test
  void letsNobodyWaitForEventsOfAClusterThatDoesNotAnswer() {
    tell(new MonitorEvent.Configured());
    miss();

    tell(new MonitorEvent.RefreshAsked(Set.of(Collector.EVENTS)));
    now = now.plusSeconds(1);
    tell(new MonitorEvent.TimerFired());
    miss();

    assertThat(effects).contains(new MonitorEffect.Refreshed());
  }
}
