package dev.localport.daemon.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** The time of tests keeps what the machine's time promises. */
class ManualTimersTest extends TimersContract {
  private final ManualTimers timers = new ManualTimers();

  @Override
  Timers timers() {
    return timers;
  }

  @Override
  void passUntil(String what, BooleanSupplier condition) {
    try {
      timers.advance(Duration.ofMinutes(1));
    } catch (Bug e) {
      // a real task's failure is not seen here either
    }
    assertThat(condition.getAsBoolean()).as(what).isTrue();
  }

  @Test
  void aTaskThatFailsFailsTheTestThatMovesTheTime() {
    AtomicInteger others = new AtomicInteger();
    timers.at(timers.instant(), () -> assertThat(1).isEqualTo(2));
    timers.at(timers.instant(), others::incrementAndGet);

    assertThatThrownBy(() -> timers.advance(Duration.ZERO)).isInstanceOf(AssertionError.class);
    assertThat(others).hasValue(1);
  }
}
