package dev.localport.daemon.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StopwatchTest {
  @Test
  void countsFromItsBeginningByAClockThatMayBeNegative() {
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000);
    Stopwatch watch = new Stopwatch(nanos::get);

    assertThat(watch.elapsed()).isZero();
    nanos.addAndGet(Duration.ofHours(2).toNanos()); // it overflows, as nanoTime() may
    assertThat(watch.elapsed()).isEqualTo(Duration.ofHours(2));
  }
}
