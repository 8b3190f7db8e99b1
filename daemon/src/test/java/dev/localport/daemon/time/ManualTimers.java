package dev.localport.daemon.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Time that moves when it is told to. One thread. */
public final class ManualTimers implements Timers {
  private final List<Task> tasks = new ArrayList<>();
  private int made;
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");

  private record Task(Instant when, int number, Runnable run) {}

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public Waiting at(Instant when, Runnable run) {
    Task task = new Task(when, made++, run);
    tasks.add(task);
    return () -> tasks.removeIf(other -> other.number() == task.number());
  }

  /** Moves the time on, and runs what is due on the way, each at its own time. */
  public void advance(Duration by) {
    Instant end = now.plus(by);
    for (Task next = due(end); next != null; next = due(end)) {
      tasks.remove(next);
      now = next.when().isBefore(now) ? now : next.when();
      next.run().run();
    }
    now = end;
  }

  private @Nullable Task due(Instant end) {
    return tasks.stream()
        .filter(task -> !task.when().isAfter(end))
        .min(Comparator.comparing(Task::when).thenComparingInt(Task::number))
        .orElse(null);
  }

  /** Lets the wall clock jump: what waits still waits as long, as after a machine's sleep. */
  public void jump(Duration by) {
    now = now.plus(by);
    tasks.replaceAll(task -> new Task(task.when().plus(by), task.number(), task.run()));
  }

  /** Returns how many tasks wait. */
  public int waiting() {
    return tasks.size();
  }
}
