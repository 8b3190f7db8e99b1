package dev.localport.daemon.tunnel;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Waits for what other threads do. */
public final class Eventually {
  /** Longer than any machine needs; a test that waits so long has failed. */
  public static final Duration LIMIT = Duration.ofSeconds(30);

  private Eventually() {}

  /**
   * Returns what a future is completed with.
   *
   * @throws CompletionException as {@link CompletableFuture#join}
   */
  public static <T extends @Nullable Object> T get(CompletableFuture<T> future) {
    return future.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** Returns once the condition holds. */
  public static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + LIMIT.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
  }
}
