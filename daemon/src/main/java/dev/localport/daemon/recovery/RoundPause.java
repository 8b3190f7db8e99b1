package dev.localport.daemon.recovery;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * The pause between rounds of something that a server's answer can end: a watch that closes at
 * once, a list that is too old, a session that says it is closing. Without one, a server drives
 * such a loop as fast as the network is.
 *
 * <p>A few short rounds in a row cost hardly anything, since that is what a restart or a rollout
 * looks like. Then the pause doubles with each one. A round that lasted as long as the greatest
 * pause is no short one, and everything before it is forgotten. Not thread-safe.
 */
public final class RoundPause {
  /** Short rounds in a row that have the least pause. */
  public static final int FREE = 3;

  private static final int MOST_DOUBLINGS = 16;
  private static final double JITTER = 0.1;

  private final Duration least;
  private final Duration most;
  private final DoubleSupplier random;
  private int inARow;

  /**
   * Creates one that has seen no round.
   *
   * @param least the pause after the first rounds, positive
   * @param most where the pause stops growing
   * @param random gives values from 0 (included) to 1 (excluded); the pause is off by a tenth at
   *     most, so that many clients do not ask in one instant
   */
  public RoundPause(Duration least, Duration most, DoubleSupplier random) {
    if (!least.isPositive() || most.compareTo(least) < 0) {
      throw new IllegalArgumentException("least %s, most %s".formatted(least, most));
    }
    this.least = least;
    this.most = most;
    this.random = random;
  }

  /** Returns how long to wait after a round that took the given time. */
  public Duration after(Duration round) {
    inARow = round.compareTo(most) < 0 ? inARow + 1 : 1;
    int doublings = Math.clamp(inARow - FREE, 0, MOST_DOUBLINGS);
    long millis = Math.min(least.toMillis() << doublings, most.toMillis());
    return Duration.ofMillis((long) (millis * (1 + JITTER * (2 * random.getAsDouble() - 1))));
  }

  /** Returns whether the last round was the first short one after a long one, or the very first. */
  public boolean isFirst() {
    return inARow == 1;
  }

  /** Returns whether so many rounds were short that the pause begins to grow. */
  public boolean isRepeated() {
    return inARow >= FREE;
  }

  /** Returns the least pause. */
  public Duration least() {
    return least;
  }
}
