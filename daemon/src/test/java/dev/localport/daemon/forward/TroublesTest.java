package dev.localport.daemon.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.daemon.health.HealthView;
import dev.localport.daemon.health.HealthWord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is reported of a service whose session lives, and how often. */
class TroublesTest {
  private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");

  private final List<String> told = new ArrayList<>();
  private HealthView health = HealthView.UNKNOWN;
  private final Troubles troubles = new Troubles(() -> health, new Told());

  private final class Told implements Troubles.Reports {
    @Override
    public void refused(String where) {
      told.add("refused: " + where);
    }

    @Override
    public void unhealthy(String why) {
      told.add("unhealthy: " + why);
    }

    @Override
    public void healthy() {
      told.add("healthy");
    }
  }

  private static Instant after(long seconds) {
    return NOW.plusSeconds(seconds);
  }

  private void checked(HealthWord word, Instant now) {
    String failure = word == HealthWord.UNHEALTHY ? "answered 503" : null;
    health = new HealthView(word, word, now, 0, failure);
    troubles.checked(now);
  }

  @Test
  void aRefusedConnectionIsReportedAtOnceAndOthersTogetherTenSecondsLater() {
    troubles.refused("web-1", 80, NOW);
    assertThat(told).containsExactly("refused: port 80 in pod web-1");
    assertThat(troubles.lookAt(NOW)).as("nothing waits").isNull();

    for (int i = 1; i < 10; i++) {
      troubles.refused("web-2", 80, after(i));
    }
    assertThat(told).hasSize(1);
    assertThat(troubles.lookAt(after(9))).isEqualTo(after(10));

    troubles.onTime(after(10));
    assertThat(told).hasSize(2).last().isEqualTo("refused: port 80 in pod web-2");
    troubles.onTime(after(60));
    assertThat(told).hasSize(2);
  }

  @Test
  void aFailingHealthCheckIsReportedOnceAndItsEndToo() {
    checked(HealthWord.HEALTHY, NOW);
    assertThat(told).as("a service that was never unhealthy").isEmpty();

    checked(HealthWord.UNHEALTHY, after(1));
    checked(HealthWord.UNHEALTHY, after(20));
    checked(HealthWord.UNKNOWN, after(40));
    checked(HealthWord.UNHEALTHY, after(60));
    assertThat(told).containsExactly("unhealthy: answered 503");

    checked(HealthWord.HEALTHY, after(80));
    assertThat(told).containsExactly("unhealthy: answered 503", "healthy");
  }

  @Test
  void aHealthThatFlapsIsReportedEveryTenSecondsAtMost() {
    checked(HealthWord.UNHEALTHY, NOW);
    checked(HealthWord.HEALTHY, after(1));
    checked(HealthWord.UNHEALTHY, after(2));
    troubles.onTime(after(10));
    assertThat(told).as("it is as it was reported").hasSize(1);

    checked(HealthWord.HEALTHY, after(3));
    assertThat(troubles.lookAt(after(3))).isEqualTo(after(10));
    troubles.onTime(after(10));
    assertThat(told).containsExactly("unhealthy: answered 503", "healthy");
  }

  @Test
  void aClockThatIsSetBackSilencesNothing() {
    troubles.refused("web-1", 80, NOW);

    troubles.refused("web-1", 80, NOW.minus(Duration.ofDays(1)));

    assertThat(told).hasSize(2);
  }
}
