package dev.localport.daemon.health;

import java.math.BigDecimal;
import java.time.Duration;

/** Times in messages, as in the configuration. */
final class Seconds {
  private Seconds() {}

  /** Returns {@code 5 s} or {@code 0.25 s}. */
  static String text(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }
}
