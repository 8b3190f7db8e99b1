package dev.localport.daemon.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The machine's time; one daemon thread runs all tasks. */
public final class SystemTimers implements Timers, AutoCloseable {
  /** A longer wait than any process lives, and no overflow in the scheduler. */
  private static final long LONGEST_MILLIS = Duration.ofDays(36_500).toMillis();

  private final ScheduledThreadPoolExecutor scheduler;

  /** Starts the thread. */
  public SystemTimers() {
    scheduler =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().name("timers").daemon().unstarted(task));
    scheduler.setRemoveOnCancelPolicy(true);
    scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public Instant instant() {
    return Instant.now();
  }

  @Override
  public Waiting at(Instant when, Runnable task) {
    Duration delay = Duration.between(Instant.now(), when);
    // a millisecond more than asked, so that the clock has passed the instant when the task looks
    long millis = Math.clamp(TimeUnit.MILLISECONDS.convert(delay), -1, LONGEST_MILLIS) + 1;
    Future<?> waiting = scheduler.schedule(task, millis, TimeUnit.MILLISECONDS);
    return () -> waiting.cancel(false);
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }
}
