package dev.localport.daemon.journal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the newest desired state on disk: one write at a time, each of what is wanted when it
 * begins, so that the last state wins. Thread-safe; asking never blocks.
 *
 * <p>Writes run on a thread of their own: whoever asked may be interrupted, and that would close
 * the file.
 */
public final class StateKeeper {
  private static final Logger log = LoggerFactory.getLogger(StateKeeper.class);

  private final StateFile disk;
  private final Supplier<DesiredState> newest;
  private volatile @Nullable DesiredState written; // by read(), then by the writer alone

  @GuardedBy("this")
  private @Nullable CompletableFuture<Void> next; // asked for, and not begun

  @GuardedBy("this")
  private boolean writing;

  /** Keeps on {@code disk} what {@code newest} says; it must not block. */
  public StateKeeper(StateFile disk, Supplier<DesiredState> newest) {
    this.disk = disk;
    this.newest = newest;
  }

  /** Returns what is kept; before anything is to be written. */
  public DesiredState read() {
    DesiredState state = disk.read();
    written = state;
    return state;
  }

  /**
   * Asks for a write. What is returned is done once the state of this moment, or a later one, is on
   * disk; also where that failed, which is said in the log and tried again with the next one.
   */
  public synchronized CompletableFuture<Void> keep() {
    if (next == null) {
      next = new CompletableFuture<>();
      if (!writing) {
        writing = true;
        Thread.ofVirtual().name("state-keeper").start(this::write);
      }
    }
    return next;
  }

  private void write() {
    for (CompletableFuture<Void> asked = take(); asked != null; asked = take()) {
      try {
        DesiredState state = newest.get(); // after take(): who asks from now on gets another write
        if (!state.equals(written) && disk.write(state)) {
          written = state;
        }
      } catch (RuntimeException | Error e) { // all of it: who waits must not wait for ever
        log.atError().setCause(e).log("state cannot be kept: bug");
      } finally {
        asked.complete(null);
      }
    }
  }

  private synchronized @Nullable CompletableFuture<Void> take() {
    CompletableFuture<Void> asked = next;
    next = null;
    writing = asked != null;
    return asked;
  }
}
