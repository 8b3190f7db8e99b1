package dev.localport.daemon.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.testing.Await;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** The time of tests keeps what the machine's time promises. */
class ManualTimersTest extends TimersContract {
  private final ManualTimers timers = new ManualTimers();
  private final AtomicInteger ended = new AtomicInteger(); // pauses, by their time

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

  private Thread pausing() {
    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                timers.pause(Duration.ofSeconds(10));
                ended.incrementAndGet();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
    Await.until("it waits", () -> timers.waiting() == 1);
    return thread;
  }

  @Test
  void aPauseEndsWithItsTime() throws InterruptedException {
    Thread thread = pausing();
    timers.advance(Duration.ofSeconds(9));
    assertThat(timers.waiting()).isEqualTo(1);

    timers.advance(Duration.ofSeconds(1));

    assertThat(thread.join(Await.LIMIT)).isTrue();
    assertThat(ended).hasValue(1);
  }

  @Test
  void anInterruptedPauseLeavesNoTaskBehind() throws InterruptedException {
    Thread thread = pausing();

    thread.interrupt();

    assertThat(thread.join(Await.LIMIT)).isTrue();
    assertThat(ended).hasValue(0);
    assertThat(timers.waiting()).isZero();
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
