package dev.localport.cli.demo;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ctrl-C and SIGTERM as something to wait for. The process ends only after {@link #close}, so its
 * owner can clean up first. No thread is interrupted: a daemon that is just being started would be
 * lost.
 */
public final class EndSignal implements AutoCloseable {
  private final CompletableFuture<Void> asked = new CompletableFuture<>();
  private final CountDownLatch tidy = new CountDownLatch(1);
  private final Thread hook = new Thread(this::askAndWait, "end-demo");

  EndSignal() {}

  /** Begins to listen to signals. */
  public static EndSignal install() {
    EndSignal signal = new EndSignal();
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  private void askAndWait() {
    ask();
    try {
      tidy.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the process ends anyway
    }
  }

  void ask() {
    asked.complete(null);
  }

  boolean isAsked() {
    return asked.isDone();
  }

  /** Has the action run, on another thread, when the end is asked for. */
  void whenAsked(Runnable action) {
    var _ = asked.thenRun(action);
  }

  /** Ends the demo if that was requested. */
  void check() throws CommandException {
    if (isAsked()) {
      throw new CommandException(ExitCode.INTERRUPTED, "interrupted");
    }
  }

  /** Lets time pass between two looks. */
  void pause(Duration pause) throws CommandException, InterruptedException {
    try {
      asked.get(pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      // as wanted
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing fails it", e);
    }
    check();
  }

  /**
   * Waits for work.
   *
   * @throws CommandException if the end is asked for meanwhile
   * @throws TimeoutException if the work is not done within the limit
   * @throws ExecutionException if the work failed
   */
  <T> T await(CompletableFuture<T> work, Duration limit)
      throws CommandException, InterruptedException, ExecutionException, TimeoutException {
    Object _ = CompletableFuture.anyOf(work, asked).get(limit.toNanos(), TimeUnit.NANOSECONDS);
    check();
    return work.get();
  }

  /** Waits for work of any length; the result does not matter. */
  void await(CompletableFuture<?> work)
      throws CommandException, InterruptedException, ExecutionException {
    Object _ = CompletableFuture.anyOf(work, asked).get();
    check();
  }

  /** Lets the process end. */
  @Override
  public void close() {
    tidy.countDown();
    try {
      boolean _ = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // the process ends already
    }
  }
}
