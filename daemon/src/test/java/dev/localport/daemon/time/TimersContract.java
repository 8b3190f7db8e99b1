package dev.localport.daemon.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * What everything that waits relies on. Holds for the machine's time and for the time of tests.
 *
 * <p>What must not run is asked for and canceled inside a task: one thread runs them all, so that
 * nothing depends on how fast a test is.
 */
abstract class TimersContract {
  private final List<String> ran = new CopyOnWriteArrayList<>();

  /** What a task of a test fails with. */
  static final class Bug extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Bug() {
      super("a task failed on purpose");
    }
  }

  /** Returns what is tested. */
  abstract Timers timers();

  /** Lets time pass until something is so, whatever tasks fail. */
  abstract void passUntil(String what, BooleanSupplier condition);

  private Timers.Waiting now(Runnable task) {
    return timers().at(timers().instant(), task);
  }

  private void awaitLast(String task) {
    passUntil(task + " runs", () -> ran.contains(task));
  }

  @Test
  void aTaskSeesThatItsTimeHasCome() {
    AtomicReference<Instant> seen = new AtomicReference<>(Instant.MIN);
    Instant when = timers().instant().plusMillis(30);

    timers().at(when, () -> seen.set(timers().instant()));

    passUntil("it runs", () -> !seen.get().equals(Instant.MIN));
    assertThat(seen.get()).isAfterOrEqualTo(when);
  }

  @Test
  void aTimeThatIsOverIsNow() {
    timers().at(timers().instant().minus(Duration.ofDays(1)), () -> ran.add("yesterday"));
    timers().at(Instant.MIN, () -> ran.add("ever"));

    awaitLast("yesterday");
    awaitLast("ever");
  }

  @Test
  void aTimeThatNeverComesIsWaitedFor() {
    timers().at(Instant.MAX, () -> ran.add("never")).cancel();
    Timers.Waiting waiting = timers().at(Instant.MAX, () -> ran.add("never"));
    now(() -> ran.add("now"));

    awaitLast("now");
    waiting.cancel();
    assertThat(ran).containsExactly("now");
  }

  @Test
  void aTaskNeverRunsInsideTheCallThatAsksForIt() {
    now(() -> {
      now(() -> ran.add("second"));
      ran.add("first");
    });

    awaitLast("second");
    assertThat(ran).containsExactly("first", "second");
  }

  @Test
  void aTaskThatIsCanceledBeforeItBeganDoesNotRun() {
    now(() -> {
      Timers.Waiting waiting = now(() -> ran.add("canceled"));
      waiting.cancel();
      waiting.cancel();
      timers().at(timers().instant().plusMillis(10), () -> ran.add("later"));
    });

    awaitLast("later");
    assertThat(ran).containsExactly("later");
  }

  @Test
  void aCancelThatComesTooLateChangesNothing() {
    AtomicReference<Timers.Waiting> own = new AtomicReference<>();
    now(() ->
        own.set(
            now(() -> {
              own.get().cancel();
              ran.add("canceled itself");
            })));

    awaitLast("canceled itself");
    own.get().cancel();
    now(() -> ran.add("after it"));
    awaitLast("after it");
  }

  @Test
  void aTaskThatFailsKeepsNoOtherFromRunning() {
    now(() -> {
      throw new Bug();
    });
    now(() -> ran.add("beside it"));
    timers().at(timers().instant().plusMillis(10), () -> ran.add("later"));

    awaitLast("beside it");
    awaitLast("later");
  }

  @Test
  void aTaskHoldsNobodyUpThatAsksForAnother() {
    now(() -> {
      Thread other = Thread.ofVirtual().start(() -> now(() -> ran.add("asked elsewhere")));
      try {
        ran.add(other.join(Duration.ofSeconds(30)) ? "asked" : "held up");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // the test is being stopped
      }
    });

    awaitLast("asked elsewhere");
    assertThat(ran).containsExactly("asked", "asked elsewhere");
  }
}
