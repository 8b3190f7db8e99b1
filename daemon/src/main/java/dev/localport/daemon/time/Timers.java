package dev.localport.daemon.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/** The time, and tasks for later. Thread-safe; tests move a clock of their own. */
public interface Timers extends InstantSource {
  /** A task that waits. */
  interface Waiting {
    /** Lets it not run, if it has not begun. */
    void cancel();
  }

  /** Runs a short task that does not block, at or shortly after the given time. */
  Waiting at(Instant when, Runnable task);

  /** Blocks the thread for that time. */
  default void pause(Duration time) throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    Waiting waiting = at(instant().plus(time), over::countDown);
    try {
      over.await();
    } finally {
      waiting.cancel();
    }
  }
}
