package dev.localport.daemon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterStatus.Latency;
import dev.localport.daemon.kube.reads.ClusterReads.Answer;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  private static Latencies of(IntStream millis, Duration skew) {
    return millis
        .mapToObj(took -> new Answer(Duration.ofMillis(took), skew))
        .reduce(Latencies.NONE, Latencies::with, (one, other) -> other);
  }

  @Test
  void tellsTheLastTheMedianAndWhat95Of100DoNotExceed() {
    assertThat(Latencies.NONE.shown()).isEqualTo(Latency.UNKNOWN);
    assertThat(of(IntStream.of(7), Duration.ZERO).shown()).isEqualTo(new Latency(7.0, 7.0, 7.0));
    assertThat(of(IntStream.rangeClosed(1, 20), Duration.ZERO).shown())
        .isEqualTo(new Latency(20.0, 10.0, 19.0));
  }

  @Test
  void oneThatHadToWaitForAConnectionIsNotShownAndItsClockCounts() {
    Answer slow = new Answer(Duration.ofMillis(900), Duration.ofHours(1));
    Latencies first = Latencies.NONE.withHandshake(slow);

    assertThat(first.shown()).isEqualTo(Latency.UNKNOWN);
    assertThat(first.skewSeconds()).isEqualTo(3600.0);

    Latencies second = first.with(new Answer(Duration.ofMillis(7), Duration.ZERO));
    assertThat(second.shown()).isEqualTo(new Latency(7.0, 7.0, 7.0));
    assertThat(second.skewSeconds()).isNull();
    assertThat(second.withHandshake(slow).shown()).isEqualTo(new Latency(7.0, 7.0, 7.0));
  }

  @Test
  void keepsTheNewest32() {
    Latencies many = of(IntStream.rangeClosed(1, 100), Duration.ZERO);

    assertThat(many.answers()).hasSize(32);
    assertThat(many.shown()).isEqualTo(new Latency(100.0, 84.0, 99.0));
  }

  @Test
  void judgesByTheMedianOfTheFewNewestWhenThereAreEnough() {
    assertThat(of(IntStream.of(900), Duration.ZERO).recent()).isNull();
    assertThat(of(IntStream.of(900, 10), Duration.ZERO).recent()).isEqualTo(Duration.ofMillis(10));
    assertThat(of(IntStream.of(900, 10, 20), Duration.ZERO).recent())
        .isEqualTo(Duration.ofMillis(20));
    assertThat(of(IntStream.of(1, 1, 1, 1, 1, 900, 900, 900), Duration.ZERO).recent())
        .isEqualTo(Duration.ofMillis(900));
  }

  @Test
  void tellsOfAClockThatIsOffByTwoSecondsAndNotLess() {
    assertThat(Latencies.NONE.skewSeconds()).isNull();
    assertThat(of(IntStream.of(1, 1), Duration.ofSeconds(1)).skewSeconds()).isNull();
    assertThat(of(IntStream.of(1, 1), Duration.ofSeconds(-3)).skewSeconds()).isEqualTo(-3.0);
  }

  @Test
  void doesNotBelieveASingleAnswerThatIsOff() {
    Latencies two = of(IntStream.of(1, 1), Duration.ZERO);

    assertThat(two.with(new Answer(Duration.ofMillis(1), Duration.ofHours(1))).skewSeconds())
        .isNull();
  }
}
