package dev.localport.e2e;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what cannot be told: looks again and again until it is as wanted. The one place of the
 * tests that lets time pass. The limit is there to end a test that hangs; no test measures with it.
 */
public final class Await {
  public static final Duration LIMIT = Duration.ofSeconds(60);

  private static final Duration PAUSE = Duration.ofMillis(50);

  /** Something that can be looked at; an {@link IOException} means "not yet". */
  @FunctionalInterface
  public interface Look<T> {
    T look() throws IOException, InterruptedException;
  }

  private Await() {}

  /** Waits until the condition holds; the description completes "no ... within 60 s". */
  public static void until(String description, Look<Boolean> condition)
      throws InterruptedException {
    until(description, condition, value -> value);
  }

  /**
   * Waits until what is seen is as wanted, and returns it.
   *
   * @throws AssertionError when the limit has passed, with the description and what was seen last
   */
  public static <T> T until(String description, Look<T> look, Predicate<? super T> wanted)
      throws InterruptedException {
    return until(LIMIT, description, look, wanted);
  }

  /** Lets time pass, where a test is about what happens meanwhile. */
  public static void pass(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    until(time.plusMinutes(1), "end", () -> System.nanoTime() > end, over -> over);
  }

  /** As {@link #until(String, Look, Predicate)}, with a limit of its own. */
  public static <T> T until(
      Duration limit, String description, Look<T> look, Predicate<? super T> wanted)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    @Nullable Object seen;
    @Nullable IOException cause;
    do {
      try {
        T value = look.look();
        if (wanted.test(value)) {
          return value;
        }
        seen = value;
        cause = null;
      } catch (IOException e) {
        seen = e;
        cause = e;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      if (Thread.interrupted()) {
        throw new InterruptedException("waiting for: " + description);
      }
    } while (System.nanoTime() < end);
    throw new AssertionError(
        "no %s within %d s; last seen: %s".formatted(description, limit.toSeconds(), seen), cause);
  }
}
