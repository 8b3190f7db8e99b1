package dev.localport.daemon.cluster;

import dev.localport.daemon.time.ManualTimers;
import dev.localport.daemon.time.Timers;
import java.time.Duration;
import java.time.Instant;

/** Time that one thread moves and others read. */
final class SharedTimers implements Timers {
  private final ManualTimers timers = new ManualTimers();

  @Override
  public synchronized Instant instant() {
    return timers.instant();
  }

  @Override
  public synchronized Waiting at(Instant when, Runnable task) {
    Waiting waiting = timers.at(when, task);
    return () -> {
      synchronized (this) {
        waiting.cancel();
      }
    };
  }

  synchronized void advance(Duration by) {
    timers.advance(by);
  }

  synchronized int waiting() {
    return timers.waiting();
  }
}
