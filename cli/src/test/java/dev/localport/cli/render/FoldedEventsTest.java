package dev.localport.cli.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterEventBuilder;
import dev.localport.api.SeenEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldedEventsTest {
  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

  private static SeenEvent event(
      String object, String message, int secondsAgo, String... services) {
    ClusterEvent event =
        ClusterEventBuilder.builder()
            .type(ClusterEvent.WARNING)
            .reason("Unhealthy")
            .object(object)
            .namespace("shop")
            .message(message)
            .count(3)
            .firstSeen(NOW.minusSeconds(secondsAgo + 60L))
            .lastSeen(NOW.minusSeconds(secondsAgo))
            .services(List.of(services))
            .build();
    return new SeenEvent("dev", event);
  }

  @Test
  void whatAllPodsOfADeploymentSayIsOneRowWithTheNewestOfThem() {
    List<SeenEvent> rows =
        FoldedEvents.of(
            List.of(
                event("pod/web-1", "pod web-1 has no DNS", 5, "web"),
                event("pod/db-0", "no DNS", 6, "db"),
                event("pod/web-2", "pod web-2 has no DNS", 7, "web"),
                event("pod/web-3", "pod web-3 has no DNS", 90, "web")));

    assertThat(rows)
        .extracting(
            row -> row.event().object(), row -> row.event().count(), row -> row.event().lastSeen())
        .containsExactly(
            tuple("pod/web-1 (+2)", 9, NOW.minusSeconds(5)),
            tuple("pod/db-0", 3, NOW.minusSeconds(6)));
    assertThat(rows.getFirst().event().firstSeen()).isEqualTo(NOW.minusSeconds(150));
  }

  @Test
  void anObjectThatSaysTheSameAgainCountsOnce() {
    List<SeenEvent> rows =
        FoldedEvents.of(
            List.of(
                event("pod/web-1", "no DNS", 5, "web"), event("pod/web-1", "no DNS", 9, "web")));

    assertThat(rows).singleElement().extracting(row -> row.event().object()).isEqualTo("pod/web-1");
  }

  @Test
  void otherWordsServicesOrKindsAreRowsOfTheirOwn() {
    List<SeenEvent> events =
        List.of(
            event("pod/web-1", "no DNS", 5, "web"),
            event("pod/web-2", "no DNS", 5, "shop"),
            event("pod/web-3", "no disk", 5, "web"),
            event("node/web-4", "no DNS", 5, "web"));

    assertThat(FoldedEvents.of(events)).isEqualTo(events);
  }
}
