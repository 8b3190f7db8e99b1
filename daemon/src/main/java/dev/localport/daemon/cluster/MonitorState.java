package dev.localport.daemon.cluster;

import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that {@link MonitorRules} decide by. Immutable. */
record MonitorState(Reachability reach, Probing probing, Collecting collecting) {
  /**
   * The probes; one at a time.
   *
   * @param number of the newest one
   * @param running whether it is in progress
   * @param again whether its failure is to be doubted: something changed after it began
   * @param begunAt when it began
   * @param nextAt when the next one begins; null while one is running, or none is scheduled
   */
  record Probing(
      int number, boolean running, boolean again, Instant begunAt, @Nullable Instant nextAt) {}

  /**
   * The collections; one at a time.
   *
   * @param number of the newest one
   * @param running whether it is in progress
   * @param wanted what the next one asks for, as soon as it can
   * @param asked whether a caller waits for it
   * @param nextAt when the routine is due; null while that is not known
   * @param eventsAt when events were asked for last
   * @param troubleAt when events are due because of a forward's trouble; null: they are not
   */
  record Collecting(
      int number,
      boolean running,
      Set<Collector> wanted,
      boolean asked,
      @Nullable Instant nextAt,
      Instant eventsAt,
      @Nullable Instant troubleAt) {
    Collecting {
      wanted = Set.copyOf(wanted);
    }
  }

  /** Returns the state of a monitor that has not begun. */
  static MonitorState initial() {
    return new MonitorState(
        new Reachability.Off(),
        new Probing(0, false, false, Instant.EPOCH, null),
        new Collecting(0, false, Set.of(), false, null, Instant.EPOCH, null));
  }

  /**
   * Returns whether the clock was set back since: what is planned would come too late by as much.
   */
  boolean isAhead(Instant now) {
    return probing.nextAt() != null && now.isBefore(probing.begunAt());
  }

  /**
   * Returns whether a probe came to its end since. Not of a cluster that is offline: it is probed
   * often, and with the same result each time.
   */
  boolean isProbedSince(MonitorState before) {
    boolean sameRuns = probing.running() && probing.number() == before.probing.number();
    return before.probing.running() && !sameRuns && !reach.isAway();
  }

  /** Returns when {@link MonitorEvent.TimerFired} is due; null: never. */
  @Nullable Instant wakeAt(Instant now) {
    if (isAhead(now)) {
      return now;
    }
    Instant collection = reach instanceof Reachability.Answers ? collecting.nextAt() : null;
    Instant trouble = reach instanceof Reachability.Answers ? collecting.troubleAt() : null;
    return Stream.of(probing.nextAt(), collection, trouble)
        .filter(when -> when != null)
        .min(Instant::compareTo)
        .orElse(null);
  }
}
