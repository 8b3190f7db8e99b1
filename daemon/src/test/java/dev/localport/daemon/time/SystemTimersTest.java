package dev.localport.daemon.time;

import dev.localport.testing.Await;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/** The machine's time keeps what the time of tests promises. */
class SystemTimersTest extends TimersContract {
  private final SystemTimers timers = new SystemTimers();

  @AfterEach
  void close() {
    timers.close();
  }

  @Override
  Timers timers() {
    return timers;
  }

  @Override
  void passUntil(String what, BooleanSupplier condition) {
    Await.until(what, condition::getAsBoolean);
  }
}
