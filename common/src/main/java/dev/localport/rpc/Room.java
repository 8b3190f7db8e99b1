package dev.localport.rpc;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whose connection is closed when there are too many. Pure.
 *
 * <p>A connection that is used is never closed for one that may never be: commands say their first
 * word at once and end within a second, so those that said their last word long ago go first.
 */
final class Room {
  private Room() {}

  /** What a connection is for, in the order in which they go. */
  enum Use {
    /** It has not said anything, though it had time to. */
    SILENT,
    /** Nothing of it is going on. */
    IDLE,
    /** It receives events, or lines of a log; its owner can connect again. */
    LISTENING,
    /** A call runs, or something ends with the connection: it stays. */
    IN_USE
  }

  /**
   * How a connection is used.
   *
   * @param idleNanos the time since it was last heard, or answered
   */
  record Standing(Use use, long idleNanos) {}

  /** Returns the one that goes; nothing where all are in use. */
  static <T> Optional<T> leaves(Map<T, Standing> connections) {
    return connections.entrySet().stream()
        .filter(entry -> entry.getValue().use() != Use.IN_USE)
        .min(
            Map.Entry.<T, Standing>comparingByValue(
                Comparator.comparing(Standing::use)
                    .thenComparing(Comparator.comparingLong(Standing::idleNanos).reversed())))
        .map(Map.Entry::getKey);
  }
}
