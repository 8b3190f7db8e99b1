package dev.localport.paths;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the file system on its own threads and waits a limited time for the answer. A network mount
 * that hangs keeps the calling thread inside the kernel, where no interrupt reaches it. It must
 * therefore be a thread that nothing else needs, and above all no carrier of virtual threads.
 *
 * <p>Such threads are bounded: one per file, since callers that want the same file take turns, and
 * a limited number in all. A file that was given up gets no second thread until the first one is
 * back. Thread-safe; the monitor guards memory alone.
 */
final class FileThreads {
  private final Duration patience;
  private final int most;

  @GuardedBy("this")
  private final Map<Path, Call> calls = new HashMap<>();

  /** What asks the file system. */
  @FunctionalInterface
  interface Work<T> {
    T ask() throws IOException;
  }

  private static final class Call {
    private boolean overdue; // guarded by the owner's monitor
  }

  /**
   * Starts nothing yet.
   *
   * @param patience how long a caller waits, its turn included
   * @param most how many threads there may be at once
   */
  FileThreads(Duration patience, int most) {
    this.patience = patience;
    this.most = most;
  }

  /**
   * Returns the answer.
   *
   * @throws UnresponsiveFileException if there is none in time
   * @throws InterruptedIOException if the caller is interrupted while it waits
   */
  <T> T call(Path file, Work<T> question) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    try {
      Call call = begin(file, end);
      CompletableFuture<T> answer = new CompletableFuture<>();
      Thread.ofPlatform().daemon().name("file-reader").start(() -> run(file, question, answer));
      return await(file, call, answer, end);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("the read was interrupted");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  private synchronized Call begin(Path file, long end)
      throws InterruptedException, UnresponsiveFileException {
    for (Call other = calls.get(file);
        other != null || calls.size() >= most;
        other = calls.get(file)) {
      long left = end - System.nanoTime();
      if (other != null && other.overdue) {
        throw new UnresponsiveFileException("it still does not respond; is its mount hanging?");
      } else if (left <= 0) {
        throw other == null
            ? new UnresponsiveFileException(
                "%d other files do not respond; is a mount hanging?".formatted(most))
            : unresponsive();
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    Call call = new Call();
    calls.put(file, call);
    return call;
  }

  private <T> void run(Path file, Work<T> question, CompletableFuture<T> answer) {
    T found;
    try {
      found = question.ask();
    } catch (Throwable e) { // all of it: it is the caller's, and the caller must not wait for it
      end(file);
      answer.completeExceptionally(e);
      return;
    }
    end(file); // first: the caller may ask again at once
    answer.complete(found);
  }

  private synchronized void end(Path file) {
    calls.remove(file);
    notifyAll();
  }

  private <T> T await(Path file, Call call, CompletableFuture<T> answer, long end)
      throws IOException, InterruptedException {
    try {
      return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      giveUp(call);
      throw unresponsive();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException io -> throw io;
        case RuntimeException bug -> throw bug;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException("reading " + file, e);
      }
    }
  }

  private synchronized void giveUp(Call call) {
    call.overdue = true;
    notifyAll(); // callers in the queue need not wait any longer
  }

  private UnresponsiveFileException unresponsive() {
    return new UnresponsiveFileException(
        "it does not respond (waited %d s); is its mount hanging?".formatted(patience.toSeconds()));
  }
}
