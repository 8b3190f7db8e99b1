package dev.localport.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the journal tells is read as it was written, and asked for by what it says. */
class JournalRecordsTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private static final JournalEntry FULL =
      JournalEntry.of(JournalType.RECONNECTING)
          .service("web")
          .context("dev")
          .pod("web-1")
          .previous("connected")
          .state("reconnecting")
          .reason("cluster_offline")
          .cause("reset by peer")
          .duration(Duration.ofMillis(1500))
          .attempt(2)
          .maxAttempts(10)
          .detail("restart 12")
          .build()
          .numbered(7, NOON);

  private static final JournalEntry BARE =
      JournalEntry.of(JournalType.OPERATION).build().numbered(8, NOON);

  private static JsonObject sent(JsonObject json) {
    return JsonObject.parse(json.toString());
  }

  @Test
  void entries() {
    assertThat(JournalEntry.from(sent(FULL.toJson()))).isEqualTo(FULL);
    assertThat(JournalEntry.from(sent(BARE.toJson()))).isEqualTo(BARE);
    assertThat(BARE.toJson().asMap()).containsOnlyKeys("sequence", "at", "type");
  }

  @Test
  void anEntryOfATypeThatThisVersionDoesNotKnowIsNone() {
    assertThat(JournalEntry.from(JsonObject.parse("{\"sequence\":1,\"type\":\"dreamt\"}")))
        .isNull();
  }

  @Test
  void whatIsSecretByItsFormIsMasked() {
    JournalEntry entry =
        JournalEntry.of(JournalType.ERROR)
            .cause("https://eve:secret@10.0.0.7 refused")
            .detail("https://eve:secret@10.0.0.7")
            .build();

    assertThat(entry.toString()).doesNotContain("secret");
  }

  private static EventQuery query(
      @Nullable String service,
      @Nullable String context,
      Set<JournalType> types,
      @Nullable Instant since,
      long after) {
    return new EventQuery(service, context, types, since, after, 0);
  }

  @Test
  void aQueryWantsWhatItNames() {
    Set<JournalType> none = Set.of();
    for (EventQuery wanted :
        List.of(
            EventQuery.ALL,
            query("web", null, none, null, 0),
            query(null, "dev", none, null, 0),
            query(null, null, Set.of(JournalType.RECONNECTING), null, 0),
            query(null, null, none, NOON, 6))) {
      assertThat(wanted.wants(FULL)).as(wanted.toString()).isTrue();
    }
    for (EventQuery unwanted :
        List.of(
            query("db", null, none, null, 0),
            query(null, "prod", none, null, 0),
            query(null, null, Set.of(JournalType.ERROR), null, 0),
            query(null, null, none, NOON.plusSeconds(1), 0),
            query(null, null, none, null, 7))) {
      assertThat(unwanted.wants(FULL)).as(unwanted.toString()).isFalse();
    }
    assertThat(query("web", null, none, null, 0).wants(BARE)).isFalse();
  }

  @Test
  void queriesOfEvents() {
    EventQuery query =
        new EventQuery("web", "dev", Set.of(JournalType.ERROR, JournalType.CLUSTER), NOON, 3, 20);

    assertThat(EventQuery.from(sent(query.toJson()))).isEqualTo(query);
    assertThat(EventQuery.from(JsonObject.empty())).isEqualTo(EventQuery.ALL);
    assertThat(query.from(10).after()).isEqualTo(9);
    assertThat(query.from(2).after()).isEqualTo(3);
    assertThat(query.unbounded().limit()).isZero();
    assertThatThrownBy(() -> EventQuery.from(JsonObject.parse("{\"types\":[\"dreamt\"]}")))
        .isInstanceOf(RpcException.class)
        .hasMessageContaining("unknown event \"dreamt\"");
  }

  @Test
  void queriesOfHistory() {
    HistoryQuery query = new HistoryQuery("web", "dev", NOON, ZoneId.of("Europe/Berlin"), 20);

    assertThat(HistoryQuery.from(sent(query.toJson()))).isEqualTo(query);
    assertThat(HistoryQuery.from(JsonObject.empty()))
        .isEqualTo(new HistoryQuery(null, null, null, ZoneOffset.UTC, HistoryQuery.MOST));
    assertThatThrownBy(() -> HistoryQuery.from(JsonObject.parse("{\"zone\":\"Mars/Crater\"}")))
        .isInstanceOf(RpcException.class)
        .hasMessageContaining("unknown time zone \"Mars/Crater\"");
  }

  private static RecoveryStatus recovery(@Nullable Duration time) {
    return RecoveryStatusBuilder.builder()
        .attempts(3)
        .successes(2)
        .p50(time)
        .p95(time)
        .max(time)
        .breakerTrips(1)
        .longestOutage(time)
        .recovering(true)
        .lastErrorAt(time == null ? null : NOON)
        .build();
  }

  @Test
  void histories() {
    Outage over =
        new Outage(NOON, NOON.plusSeconds(3), Duration.ofSeconds(3), "lost", "a new pod", "web-2");
    Outage open = new Outage(NOON, null, Duration.ofSeconds(9), "lost", null, null);
    DayHistory day =
        new DayHistory(LocalDate.of(2026, 11, 23), Duration.ofHours(4), Duration.ofHours(3), 2);
    ServiceHistory history =
        new ServiceHistory(
            "web",
            "dev",
            NOON,
            0.75,
            List.of(over, open),
            1,
            List.of(day),
            recovery(Duration.ofSeconds(3)));

    assertThat(ServiceHistory.from(sent(history.toJson()))).isEqualTo(history);
    assertThat(day.availability()).isEqualTo(0.75);
    assertThat(new DayHistory(day.date(), Duration.ZERO, Duration.ZERO, 0).availability()).isNull();
  }

  @Test
  void recoveries() {
    for (RecoveryStatus recovery : List.of(recovery(null), recovery(Duration.ofSeconds(1)))) {
      assertThat(RecoveryStatus.from(sent(recovery.toJson()))).isEqualTo(recovery);
    }
  }

  @Test
  void lifetimesAreCountedUpToEachBound() {
    assertThat(Lifetimes.ofRanges(List.of(1L, 0L, 2L, 0L, 0L, 0L, 4L), 12.5).counts())
        .containsExactly(1L, 1L, 3L, 3L, 3L, 3L, 7L);
    assertThat(Lifetimes.NONE.counts()).hasSize(Lifetimes.BOUNDS.size() + 1).containsOnly(0L);
  }
}
