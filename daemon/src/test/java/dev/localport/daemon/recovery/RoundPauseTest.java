package dev.localport.daemon.recovery;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundPauseTest {
  private double random = 0.5;
  private final RoundPause pause = new RoundPause(ofMillis(250), ofSeconds(10), () -> random);

  private List<Duration> afterShortRounds(int count) {
    List<Duration> pauses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pauses.add(pause.after(Duration.ZERO));
    }
    return pauses;
  }

  @Test
  void theFirstShortRoundsHaveTheLeastPauseAndThenItDoublesUpToTheGreatest() {
    assertThat(afterShortRounds(10))
        .containsExactly(
            ofMillis(250),
            ofMillis(250),
            ofMillis(250),
            ofMillis(500),
            ofSeconds(1),
            ofSeconds(2),
            ofSeconds(4),
            ofSeconds(8),
            ofSeconds(10),
            ofSeconds(10));
  }

  @Test
  void itStaysAtTheGreatestForEver() {
    assertThat(afterShortRounds(10_000)).last().isEqualTo(ofSeconds(10));
  }

  @Test
  void aRoundThatLastedMakesAllBeforeForgotten() {
    afterShortRounds(8);

    assertThat(pause.after(ofSeconds(10))).isEqualTo(ofMillis(250));
    assertThat(afterShortRounds(3)).containsExactly(ofMillis(250), ofMillis(250), ofMillis(500));
  }

  @Test
  void manyClientsDoNotAskInOneInstant() {
    random = 0;
    assertThat(pause.after(Duration.ZERO)).isEqualTo(ofMillis(225));
    random = 0.999_999;
    assertThat(pause.after(Duration.ZERO)).isBetween(ofMillis(274), ofMillis(275));
  }

  @Test
  void aPauseThatIsNoneIsRefused() {
    assertThatThrownBy(() -> new RoundPause(Duration.ZERO, ofSeconds(1), () -> random))
        .hasMessage("least PT0S, most PT1S");
    assertThatThrownBy(() -> new RoundPause(ofSeconds(2), ofSeconds(1), () -> random))
        .hasMessage("least PT2S, most PT1S");
  }
}
