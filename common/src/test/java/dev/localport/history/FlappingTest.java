package dev.localport.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlappingTest {
  private final Flapping flapping = new Flapping();

  private boolean reconnects(double second) {
    return begins(new Play("web").at(second).again("web-1").entries().getFirst());
  }

  private boolean begins(JournalEntry entry) {
    return flapping.begins(entry);
  }

  private List<Boolean> reconnects(double... seconds) {
    List<Boolean> begun = new ArrayList<>();
    for (double second : seconds) {
      begun.add(reconnects(second));
    }
    return begun;
  }

  @Test
  void theSixthReconnectWithinTenMinutesIsOneTooMany() {
    assertThat(reconnects(0, 100, 200, 300, 400)).containsOnly(false);

    assertThat(reconnects(599)).isTrue();
  }

  @Test
  void sixInMoreThanTenMinutesAreNotTooMany() {
    assertThat(reconnects(0, 100, 200, 300, 400, 600, 701)).containsOnly(false);
  }

  @Test
  void itIsSaidOnceUntilItIsOver() {
    assertThat(reconnects(0, 1, 2, 3, 4, 5, 6, 7, 8)).containsOnlyOnce(true);
    assertThat(reconnects(2000)).as("quiet again").isFalse();

    assertThat(reconnects(2001, 2002, 2003, 2004, 2005, 2006)).containsOnlyOnce(true);
  }

  @Test
  void servicesAreCountedApart() {
    reconnects(0, 1, 2, 3, 4);

    assertThat(begins(new Play("db").at(5).again("db-0").entries().getFirst())).isFalse();
  }

  @Test
  void aStopForgetsWhatWasBefore() {
    reconnects(0, 1, 2, 3, 4);
    assertThat(begins(new Play("web").at(5).stop().entries().getFirst())).isFalse();

    assertThat(reconnects(6)).isFalse();
  }

  @Test
  void whatComesAfterAClockThatWasSetBackIsCountedFromThere() {
    reconnects(5000, 5001, 5002, 5003, 5004);

    assertThat(reconnects(0, 1, 2, 3, 4)).containsOnly(false);
    assertThat(reconnects(5)).isTrue();
  }

  @Test
  void otherEntriesAreNoReconnects() {
    reconnects(0, 1, 2, 3, 4);

    assertThat(
            new Play("web").at(5).connected("web-1").attempt(1).lost("x").daemonStart().entries())
        .noneMatch(this::begins);
  }
}
