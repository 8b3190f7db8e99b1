package dev.localport.daemon.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.EventQuery;
import dev.localport.api.JournalEntry;
import dev.localport.api.JournalType;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which questions are answered from memory; entry N happens N seconds after noon. */
class RecentEntriesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final RecentEntries recent = new RecentEntries();

  @BeforeEach
  void begin() {
    recent.begin(10, NOON.plusSeconds(10)); // what an earlier daemon wrote
    recent.keep(3);
  }

  private void happens(int number, String service, String context) {
    recent.add(
        JournalEntry.of(JournalType.ERROR)
            .service(service)
            .context(context)
            .build()
            .numbered(number, NOON.plusSeconds(number)));
  }

  private @Nullable List<Long> find(
      @Nullable String service, @Nullable String context, @Nullable Instant since, int limit) {
    return find(new EventQuery(service, context, Set.of(), since, 0, limit));
  }

  private @Nullable List<Long> find(EventQuery query) {
    List<JournalEntry> found = recent.find(query);
    return found == null ? null : found.stream().map(JournalEntry::sequence).toList();
  }

  @Test
  void theNewestSoManyOfAServiceOrAContextAreKnown() {
    for (int number = 11; number <= 15; number++) {
      happens(number, "web", "dev");
    }
    happens(16, "db", "dev");

    assertThat(find("web", null, null, 2)).containsExactly(14L, 15L);
    assertThat(find("web", null, null, 3)).containsExactly(13L, 14L, 15L);
    assertThat(find(null, "dev", null, 3)).containsExactly(14L, 15L, 16L);
    assertThat(find("db", "dev", null, 1)).containsExactly(16L);
    assertThat(find("web", null, null, 4)).as("more are on disk").isNull();
    assertThat(find("db", null, null, 2)).as("an earlier daemon may have written one").isNull();
    assertThat(find("web", null, null, 0)).as("all of them").isNull();
  }

  @Test
  void aTimeBehindEverythingElseIsCovered() {
    for (int number = 11; number <= 15; number++) {
      happens(number, "web", "dev");
    }

    assertThat(find("web", null, NOON.plusSeconds(13), 0)).containsExactly(13L, 14L, 15L);
    assertThat(find("web", null, NOON.plusSeconds(13), 50)).containsExactly(13L, 14L, 15L);
    assertThat(find("web", null, NOON.plusSeconds(60), 0)).isEmpty();
    assertThat(find("web", null, NOON.plusSeconds(12), 0)).as("12 is on disk alone").isNull();
  }

  @Test
  void anEntryThatWasLeftAndIsNewerByTheClockIsNotForgotten() {
    happens(70, "web", "dev"); // then the clock is set back by a minute
    for (int number = 11; number <= 13; number++) {
      happens(number, "web", "dev");
    }

    assertThat(find("web", null, NOON.plusSeconds(11), 0)).isNull();
  }

  @Test
  void aNumberBehindEverythingElseIsCovered() {
    happens(11, "web", "dev");
    happens(12, "web", "dev");

    assertThat(find(new EventQuery("web", null, Set.of(), null, 10, 0))).containsExactly(11L, 12L);
    assertThat(find(new EventQuery("web", null, Set.of(), null, 11, 0))).containsExactly(12L);
    assertThat(find(new EventQuery("web", null, Set.of(), null, 9, 0))).isNull();
  }

  @Test
  void whatNoNameIsAskedOfAndNamesThatNothingHappenedToAreOnDisk() {
    happens(11, "web", "dev");

    assertThat(find(null, null, null, 1)).isNull();
    assertThat(find("other", null, null, 1)).isNull();
  }

  @Test
  void aNameThatWasForgottenDoesNotComeBackAsKnown() {
    happens(11, "old", "dev");
    for (int number = 12; number <= 1_020; number++) {
      happens(number, "s" + number, "dev");
    }
    happens(1_021, "old", "dev");

    assertThat(find("old", null, NOON.plusSeconds(11), 0)).as("11 was forgotten").isNull();
    assertThat(find("old", null, NOON.plusSeconds(1_000), 0)).containsExactly(1_021L);
  }

  @Test
  void aLargerNumberToKeepHoldsForWhatComes() {
    for (int number = 11; number <= 14; number++) {
      happens(number, "web", "dev");
    }
    recent.keep(10);
    happens(15, "web", "dev");

    assertThat(find("web", null, null, 4)).containsExactly(12L, 13L, 14L, 15L);
    assertThat(find("web", null, null, 5)).isNull();
  }
}
