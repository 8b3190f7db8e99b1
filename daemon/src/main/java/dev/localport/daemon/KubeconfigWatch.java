package dev.localport.daemon;

import dev.localport.daemon.host.FileChanges;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Watches kubeconfigs and the files that they name. Which files those are is found out with each
 * call, so a call that is late does no harm. Thread-safe.
 */
final class KubeconfigWatch implements AutoCloseable {
  private final Supplier<Stream<Path>> files;
  private final FileChanges changes;
  private final Object turn = new Object();

  /**
   * Watches nothing yet.
   *
   * @param files what is to be watched now, absolute
   * @param changed is called when one of them changed
   */
  KubeconfigWatch(Supplier<Stream<Path>> files, Runnable changed) throws IOException {
    this.files = files;
    this.changes = new FileChanges(_ -> changed.run());
  }

  /** Watches the files that are to be watched now; waits a few seconds for a hung mount. */
  void watch() {
    synchronized (turn) { // what is watched last is what was asked for last
      changes.watch(files.get().collect(Collectors.toUnmodifiableSet()));
    }
  }

  /** As {@link #watch}, but returns at once. */
  void watchSoon() {
    Thread.ofVirtual().name("kubeconfig-watch").start(this::watch);
  }

  @Override
  public void close() throws IOException {
    changes.close();
  }
}
