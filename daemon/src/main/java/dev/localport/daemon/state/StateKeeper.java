package dev.localport.daemon.state;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.localport.daemon.time.Timers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the newest desired state on disk: one write at a time, each of what is wanted when it
 * begins, so that the last state wins. Thread-safe; asking never blocks.
 *
 * <p>Writes run on a thread of their own: the caller may be interrupted, and that would close the
 * file. One that fails is tried again every {@link #RETRY} until it works.
 */
public final class StateKeeper {
  /** How long after a failed write comes the next. */
  static final Duration RETRY = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(StateKeeper.class);

  private final StateFile disk;
  private final Supplier<DesiredState> newest;
  private final Timers timers;
  private volatile @Nullable DesiredState written; // by read(), then by the writer alone
  private volatile @Nullable String trouble; // why the last write failed
  private volatile boolean retrying; // one retry waits, however many writes failed
  private volatile boolean
      foreign; // what is on disk could not be taken, and is not ours to replace

  @GuardedBy("this")
  private @Nullable CompletableFuture<Void> next; // asked for, and not begun

  @GuardedBy("this")
  private boolean writing;

  /** Keeps on {@code disk} what {@code newest} says; it must not block. */
  public StateKeeper(StateFile disk, Supplier<DesiredState> newest, Timers timers) {
    this.disk = disk;
    this.newest = newest;
    this.timers = timers;
  }

  /**
   * Returns what is kept; before anything is to be written.
   *
   * @throws NewerStateException if a newer version wrote it; nothing is ever written over it then
   * @throws IOException if its disk does not answer; nothing is written over it then, either
   */
  public DesiredState read() throws NewerStateException, IOException {
    try {
      DesiredState state = disk.read();
      written = state;
      return state;
    } catch (NewerStateException | IOException e) {
      foreign = true;
      throw e;
    }
  }

  /**
   * Asks for a write. What is returned is done once the state of this moment, or a later one, is on
   * disk; also where that failed, which {@link #trouble} reports.
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

  /** As {@link #keep}, and waits for it; returns what {@link #trouble} reports then. */
  public @Nullable String awaitKept() throws InterruptedException {
    try {
      keep().get();
      return trouble;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a write does not fail", e);
    }
  }

  /** As {@link #keep}, also where nothing has changed: the file may have been removed. */
  public CompletableFuture<Void> keepAgain() {
    written = null;
    return keep();
  }

  /** Returns why what is wanted is not on disk; null where it is. */
  public @Nullable String trouble() {
    return trouble;
  }

  /** Returns what users should know about the state on disk, a sentence each. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    String read = disk.note();
    if (read != null) {
      notes.add(read);
    }
    String why = trouble;
    if (why != null) {
      notes.add(
          "not saved: %s; LocalPort keeps trying, but changes since then are lost if the daemon ends first"
              .formatted(why));
    }
    return notes;
  }

  private void write() {
    for (CompletableFuture<Void> asked = take(); asked != null; asked = take()) {
      try {
        keepNow(newest.get()); // after take(): a request from now on gets another write
      } catch (RuntimeException | Error e) { // all of it: a waiting caller must not wait forever
        log.atError().setCause(e).log("state not saved: bug");
      } finally {
        asked.complete(null);
      }
    }
  }

  private void keepNow(DesiredState state) {
    if (foreign) {
      return;
    }
    String why = state.equals(written) ? null : disk.write(state);
    trouble = why;
    if (why == null) {
      written = state;
    } else if (!retrying) {
      retrying = true;
      Timers.Waiting _ = timers.at(timers.instant().plus(RETRY), this::retry);
    }
  }

  private void retry() {
    retrying = false;
    CompletableFuture<Void> _ = keep();
  }

  private synchronized @Nullable CompletableFuture<Void> take() {
    CompletableFuture<Void> asked = next;
    next = null;
    writing = asked != null;
    return asked;
  }
}
