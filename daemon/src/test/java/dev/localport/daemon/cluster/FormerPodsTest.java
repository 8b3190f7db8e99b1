package dev.localport.daemon.cluster;

import static dev.localport.daemon.cluster.EventSignTest.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterEvent;
import dev.localport.daemon.cluster.FormerPods.PodKey;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which pods were behind services before. */
class FormerPodsTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final ClusterEvent KILLING = event("Normal", "Killing", "pod/web-1", "shop");

  private static Map<PodKey, Set<String>> pod(String name) {
    return Map.of(new PodKey("shop", name), Set.of("web"));
  }

  @Test
  void anEventOfAReplacedPodTouchesTheServiceThatUsedIt() {
    FormerPods pods = FormerPods.NONE.with(pod("web-1"), NOW).with(pod("web-2"), NOW);

    assertThat(pods.concerns(KILLING)).isTrue();
    assertThat(pods.touched(KILLING).services()).containsExactly("web");
  }

  @Test
  void aPodOfAnotherNamespaceOrANodeOfThatNameIsAnother() {
    FormerPods pods = FormerPods.NONE.with(pod("web-1"), NOW).with(Map.of(), NOW);

    assertThat(pods.concerns(event("Normal", "Killing", "pod/web-1", "other"))).isFalse();
    assertThat(pods.concerns(event("Normal", "Killing", "pod/web-1", null))).isFalse();
    assertThat(pods.concerns(event("Normal", "NotReady", "node/web-1", "shop"))).isFalse();
  }

  @Test
  void aPodThatIsUsedNowIsNotAFormerOne() {
    FormerPods pods =
        FormerPods.NONE.with(pod("db-0"), NOW).with(Map.of(), NOW).with(pod("db-0"), NOW);

    assertThat(pods.former()).isEmpty();
  }

  @Test
  void itIsForgottenAfterAnHour() {
    FormerPods pods = FormerPods.NONE.with(pod("web-1"), NOW).with(pod("web-2"), NOW);
    Instant later = NOW.plus(FormerPods.KEPT).plusSeconds(1);

    assertThat(pods.with(pod("web-3"), later).concerns(KILLING)).isFalse();
  }

  @Test
  void theOldestOfVeryManyAreForgottenFirst() {
    FormerPods pods = FormerPods.NONE;
    for (int i = 0; i <= FormerPods.MOST + 1; i++) {
      pods = pods.with(pod("web-" + i), NOW.plusSeconds(i));
    }

    assertThat(pods.former()).hasSize(FormerPods.MOST);
    assertThat(pods.former().firstEntry().getKey().name()).isEqualTo("web-1");
  }

  @Test
  void theirEventsAreKeptBesideThoseOfThePodsInUse() {
    FormerPods pods = FormerPods.NONE.with(pod("web-1"), NOW).with(pod("web-2"), NOW);

    assertThat(pods.besides(Map.of("shop", Set.of("web-2"), "data", Set.of("db-0"))))
        .containsEntry("shop", Set.of("web-1", "web-2"))
        .containsEntry("data", Set.of("db-0"));
  }
}
