package dev.localport.daemon.control;

import dev.localport.api.JournalEntry;
import dev.localport.api.JournalEntryBuilder;
import dev.localport.api.JournalType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A service {@code db} that was lost for two seconds on an afternoon, and stopped in the evening.
 */
final class StoredHistory {
  private StoredHistory() {}

  static List<JournalEntryBuilder> entries() {
    return List.of(
        at("2026-01-30T14:00:00Z", JournalType.OPERATION)
            .previous("stopped")
            .state("connecting")
            .detail("start"),
        at("2026-01-30T14:00:00.500Z", JournalType.CONNECTED)
            .previous("connecting")
            .state("connected")
            .pod("db-0"),
        at("2026-01-30T16:00:00Z", JournalType.DISCONNECTED)
            .previous("connected")
            .state("reconnecting")
            .cause("the pod db-0 was deleted")
            .duration(Duration.ofHours(2)),
        at("2026-01-30T16:00:00Z", JournalType.RECONNECTING)
            .state("reconnecting")
            .cause("the pod db-0 was deleted")
            .attempt(1)
            .maxAttempts(10),
        at("2026-01-30T16:00:02Z", JournalType.RECONNECTED)
            .previous("reconnecting")
            .state("connected")
            .pod("db-1")
            .duration(Duration.ofSeconds(2)),
        at("2026-01-30T18:00:00Z", JournalType.OPERATION)
            .previous("connected")
            .state("stopped")
            .detail("stop"));
  }

  private static JournalEntryBuilder at(String time, JournalType type) {
    return JournalEntry.of(type).at(Instant.parse(time)).service("db").context("dev");
  }
}
