package dev.localport.e2e.faults;

import java.time.Duration;
import java.time.Instant;

/**
 * A fault that the script made.
 *
 * @param effect what it must do to the services
 * @param end when what it did was undone
 */
record Mishap(String what, Effect effect, Instant begun, Instant end) {
  /** What the kill of a daemon begins with, in words. */
  static final String KILL = "daemon killed";

  /** How long after its end a fault may still show: heartbeats, and the machine's own slowness. */
  static final Duration GRACE = Duration.ofSeconds(40);

  /** What a fault does to all services. */
  enum Effect {
    /** No session is lost. */
    NONE,
    /** Sessions may be lost. */
    SOME,
    /** Every service loses its sessions. */
    ALL
  }

  /** Tells whether the daemon was killed, and so refused connections until the end of it. */
  boolean isKill() {
    return what.startsWith(KILL);
  }

  /** Tells whether something that happened then may come from it. */
  boolean explains(Instant moment) {
    return !moment.isBefore(begun) && !moment.isAfter(end.plus(GRACE));
  }

  /** Tells whether the other one began while this one lasted, or the other way round. */
  boolean overlaps(Mishap other) {
    return !other.begun.isAfter(end.plusSeconds(2)) && !begun.isAfter(other.end);
  }
}
