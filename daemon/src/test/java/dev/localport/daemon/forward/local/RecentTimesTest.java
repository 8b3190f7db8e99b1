package dev.localport.daemon.forward.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecentTimesTest {
  private final RecentTimes times = new RecentTimes();

  @Test
  void withoutATimeThereIsNoQuantile() {
    assertThat(times.quantile(0.5)).isNull();
  }

  @Test
  void oneTimeIsEveryQuantile() {
    times.add(7);

    assertThat(times.quantile(0.01)).isEqualTo(Duration.ofNanos(7));
    assertThat(times.quantile(1)).isEqualTo(Duration.ofNanos(7));
  }

  @Test
  void aQuantileIsTheTimeThatThatShareDidNotExceed() {
    LongStream.rangeClosed(1, 100).map(n -> 101 - n).forEach(times::add);

    assertThat(times.quantile(0.5)).isEqualTo(Duration.ofNanos(50));
    assertThat(times.quantile(0.95)).isEqualTo(Duration.ofNanos(95));
    assertThat(times.quantile(1)).isEqualTo(Duration.ofNanos(100));
  }

  @Test
  void theOldestAreForgotten() {
    LongStream.range(0, 1_000).forEach(n -> times.add(1_000_000));
    LongStream.rangeClosed(1, RecentTimes.MOST).forEach(times::add);

    assertThat(times.quantile(1)).isEqualTo(Duration.ofNanos(RecentTimes.MOST));
  }
}
