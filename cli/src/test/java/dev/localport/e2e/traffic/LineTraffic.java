package dev.localport.e2e.traffic;

import java.time.Duration;

/** A client whose connection carries {@link SteadyLines}. */
interface LineTraffic extends Traffic {
  /** Returns the lines of the connection. */
  SteadyLines lines();

  @Override
  default void awaitAnswers() {
    lines().awaitAnswers();
  }

  @Override
  default void assertWhole() throws InterruptedException {
    lines().assertWhole();
  }

  @Override
  default Duration awaitBroken(long begun) {
    return lines().awaitBroken(begun);
  }
}
