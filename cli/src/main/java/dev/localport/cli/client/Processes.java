package dev.localport.cli.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The processes of a machine, as far as they are needed to end a daemon. */
interface Processes {
  /** Returns the process with that number; nothing if there is none. */
  Optional<Running> find(long pid);

  /** A process that was found; it may have ended meanwhile. */
  interface Running {
    /** Returns its number. */
    long pid();

    /** Returns when it started; nothing if the system does not say so. */
    Optional<Instant> started();

    /** Returns its command line; empty if the system does not show it. */
    String commandLine();

    /** Sends SIGTERM. */
    void terminate();

    /** Sends SIGKILL. */
    void kill();

    /** Waits until it has ended, at most for so long, and returns whether it has. */
    boolean hasEnded(Duration limit);
  }
}
