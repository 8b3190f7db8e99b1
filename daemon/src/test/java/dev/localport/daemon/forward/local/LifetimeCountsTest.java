package dev.localport.daemon.forward.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Lifetimes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifetimeCountsTest {
  private final LifetimeCounts counts = new LifetimeCounts();

  @Test
  void eachConnectionCountsForEveryBoundThatItDidNotOutlive() {
    for (long millis : List.of(50, 100, 101, 5_000, 7_200_000)) {
      counts.add(Duration.ofMillis(millis).toNanos());
    }

    assertThat(counts.now().counts()).containsExactly(2L, 3L, 4L, 4L, 4L, 4L, 5L);
    assertThat(counts.now().sumSeconds()).isEqualTo(7_205.251);
  }

  @Test
  void withoutAConnectionAllCountsAreZero() {
    assertThat(counts.now()).isEqualTo(Lifetimes.NONE);
  }
}
