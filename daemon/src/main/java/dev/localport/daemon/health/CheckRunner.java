package dev.localport.daemon.health;

import java.util.function.Consumer;

/** Runs checks elsewhere. */
interface CheckRunner {
  /**
   * Begins a check.
   *
   * @param ended is told of the outcome once it is over, in every case
   * @return gives it up: it ends soon, as a rule
   */
  Runnable start(Check check, Consumer<Outcome> ended);
}
