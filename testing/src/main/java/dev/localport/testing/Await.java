package dev.localport.testing;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what other threads and processes do: checks again and again until it is as wanted. The
 * limit is there to end a test that hangs; no test measures with it.
 */
public final class Await {
  /** Longer than any machine needs. */
  public static final Duration LIMIT = Duration.ofSeconds(60);

  private static final long SHORTEST_PAUSE_NANOS = Duration.ofMillis(2).toNanos();
  private static final long LONGEST_PAUSE_NANOS = Duration.ofMillis(50).toNanos();

  /** Something that can be looked at; an {@link IOException} means "not yet". */
  @FunctionalInterface
  public interface Look<T extends @Nullable Object> {
    /** Returns what is seen now. */
    T look() throws IOException, InterruptedException;
  }

  private Await() {}

  /**
   * Returns the result of a future.
   *
   * @throws CompletionException as {@link CompletableFuture#join}
   */
  public static <T extends @Nullable Object> T get(CompletableFuture<T> future) {
    return future.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** Waits until the condition holds; the description completes "no ... within 60 s". */
  public static void until(String description, Look<Boolean> condition) {
    boolean _ = until(description, condition, value -> value);
  }

  /**
   * Waits until what is seen is as wanted, and returns it.
   *
   * @throws AssertionError when the limit has passed, with the description and what was seen last;
   *     also when this thread is interrupted
   */
  public static <T> T until(String description, Look<T> look, Predicate<? super T> wanted) {
    return until(LIMIT, description, look, wanted);
  }

  /** Lets time pass, where a test is about what happens meanwhile. */
  public static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    boolean _ = until(time.plusMinutes(1), "end", () -> System.nanoTime() - end > 0, over -> over);
  }

  /** As {@link #until(String, Look, Predicate)}, with a limit of its own. */
  public static <T> T until(
      Duration limit, String description, Look<T> look, Predicate<? super T> wanted) {
    long begun = System.nanoTime();
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
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting for: " + description, e);
      }
      pause(description, System.nanoTime() - begun);
    } while (System.nanoTime() - begun < limit.toNanos());
    throw new AssertionError(
        "no %s within %d s; last seen: %s".formatted(description, limit.toSeconds(), seen), cause);
  }

  /** Pauses a tenth of the time that has passed: short delays are seen sharply. */
  private static void pause(String description, long waitedNanos) {
    LockSupport.parkNanos(Math.clamp(waitedNanos / 10, SHORTEST_PAUSE_NANOS, LONGEST_PAUSE_NANOS));
    if (Thread.currentThread().isInterrupted()) {
      throw new AssertionError("interrupted while waiting for: " + description);
    }
  }
}
