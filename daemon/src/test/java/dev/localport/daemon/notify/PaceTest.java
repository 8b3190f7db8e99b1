package dev.localport.daemon.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.JournalEntry;
import dev.localport.api.JournalType;
import dev.localport.config.NotifyEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final Pace pace = new Pace();

  private static Notice notice(int number) {
    JournalEntry entry = JournalEntry.of(JournalType.ERROR).build().numbered(number, Instant.EPOCH);
    return new Notice(
        NotifyEvent.ERROR, entry, "message " + number, 2, List.of("s" + number), List.of(entry));
  }

  @Test
  void lets5LeaveAtOnceAndThenOneEvery30SecondsThatCountsTheOthers() {
    Duration now = Duration.ofSeconds(1_000);
    List<Notice> left = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      left.addAll(pace.offer(notice(i), now));
    }
    assertThat(left).extracting(Notice::message).hasSize(5).last().isEqualTo("message 5");
    assertThat(pace.next()).isEqualTo(now.plusSeconds(30));

    assertThat(pace.due(now.plusSeconds(29))).isEmpty();
    List<Notice> next = pace.due(now.plusSeconds(30));

    assertThat(next)
        .singleElement()
        .satisfies(
            one -> assertThat(one.message()).isEqualTo("message 8 (and 2 notifications before it)"),
            one -> assertThat(one.count()).isEqualTo(6),
            one -> assertThat(one.services()).containsExactly("s6", "s7", "s8"),
            one ->
                assertThat(one.events())
                    .extracting(JournalEntry::sequence)
                    .containsExactly(6L, 7L, 8L));
    assertThat(pace.next()).isNull();
  }

  @Test
  void allowsTheWholeBurstAgainAfterAQuietTime() {
    Duration now = Duration.ofSeconds(1_000);
    for (int i = 0; i < 5; i++) {
      assertThat(pace.offer(notice(i), now)).hasSize(1);
    }
    for (int i = 0; i < 5; i++) {
      assertThat(pace.offer(notice(i), now.plusSeconds(150))).hasSize(1);
    }
    assertThat(pace.offer(notice(9), now.plusSeconds(150))).isEmpty();
    assertThat(pace.due(now.plusSeconds(180)))
        .extracting(Notice::message)
        .containsExactly("message 9");
  }
}
