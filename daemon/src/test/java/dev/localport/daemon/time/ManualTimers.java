package dev.localport.daemon.time;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Time that moves when a test moves it. One thread moves it; any thread may ask for tasks. */
public final class ManualTimers implements Timers {
  @GuardedBy("this")
  private final List<Task> tasks = new ArrayList<>();

  @GuardedBy("this")
  private int made;

  @GuardedBy("this")
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");

  private record Task(Instant when, int number, Runnable run) {}

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public synchronized Waiting at(Instant when, Runnable run) {
    Task task = new Task(when, made++, run);
    tasks.add(task);
    return () -> forget(task.number());
  }

  private synchronized void forget(int number) {
    tasks.removeIf(task -> task.number() == number);
  }

  /** Moves the time on, and runs what is due on the way, each at its own time. */
  public void advance(Duration by) {
    runUntil(instant().plus(by));
  }

  /** As on the real clock, a task that fails keeps no other from running. The test fails then. */
  private void runUntil(Instant end) {
    boolean complete = false;
    try {
      for (Task next = take(end); next != null; next = take(end)) {
        next.run().run();
      }
      complete = true;
    } finally {
      if (!complete) {
        runUntil(end);
      }
    }
  }

  /** Takes the next task that is due and moves to its time; moves to the end where none is. */
  private synchronized @Nullable Task take(Instant end) {
    Task next =
        tasks.stream()
            .filter(task -> !task.when().isAfter(end))
            .min(Comparator.comparing(Task::when).thenComparingInt(Task::number))
            .orElse(null);
    Instant then = next == null ? end : next.when();
    now = then.isBefore(now) ? now : then;
    tasks.remove(next);
    return next;
  }

  /** Lets the wall clock jump: what waits still waits as long, as after a machine's sleep. */
  public synchronized void jump(Duration by) {
    now = now.plus(by);
    tasks.replaceAll(task -> new Task(task.when().plus(by), task.number(), task.run()));
  }

  /** Returns how many tasks wait. */
  public synchronized int waiting() {
    return tasks.size();
  }
}
