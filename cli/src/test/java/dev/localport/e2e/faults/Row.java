package dev.localport.e2e.faults;

import dev.localport.e2e.Faults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A row of the matrix: what goes wrong where, and what has to hold.
 *
 * @param needed what the user has to do
 */
record Row(String fault, Stage stage, Happening happening, Expected expected, String needed) {
  /** Prepares where a row plays. */
  interface Stage {
    Scene set(Faults faults, Path folder) throws IOException, InterruptedException;
  }

  /** What goes wrong, and its end. */
  interface Happening {
    /** Makes it happen, and returns once it is over; what is measured counts from then on. */
    void happen(Scene scene) throws IOException, InterruptedException;
  }

  /** What becomes of connections that are open when it happens. */
  enum Open {
    /** They go on, and lose nothing. */
    LIVE,
    /** They end: nothing can save them. */
    LOST
  }

  /**
   * What has to hold.
   *
   * @param states words that status shows while it lasts, of the service, its cluster or as a note
   * @param events types of events that the journal has of it, in this order; a cluster's state
   *     stands after a colon
   */
  record Expected(Open open, List<String> states, List<String> events) {
    Expected {
      states = List.copyOf(states);
      events = List.copyOf(events);
    }
  }

  @Override
  public String toString() {
    return fault; // the name of the test
  }
}
