package dev.localport.daemon.time;

import java.time.Instant;
import java.time.InstantSource;

/** The time, and tasks for later. Thread-safe; tests move a clock of their own. */
public interface Timers extends InstantSource {
  /** A task that waits. */
  interface Waiting {
    /** Lets it not run, if it has not begun. */
    void cancel();
  }

  /** Runs a short task that does not block, at or shortly after the given time. */
  Waiting at(Instant when, Runnable task);
}
