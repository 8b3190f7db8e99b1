package dev.localport.rpc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * File descriptors kept for later: open on nothing, and closed one by one when the process has no
 * others left. So the server still accepts when the rest of the process has used up all of them.
 * Thread-safe.
 */
final class Spares implements AutoCloseable {
  private static final Path NOTHING = Path.of("/dev/null");

  private final int wanted;

  @GuardedBy("this")
  private final Deque<FileChannel> open = new ArrayDeque<>();

  @GuardedBy("this")
  private boolean closed;

  Spares(int wanted) {
    this.wanted = wanted;
    refill();
  }

  /** Frees one descriptor; false where none is left. */
  synchronized boolean free() {
    FileChannel spare = open.poll();
    if (spare != null) {
      close(spare);
    }
    return spare != null;
  }

  /** Takes back what was given, as far as there are descriptors. */
  synchronized void refill() {
    try {
      while (!closed && open.size() < wanted) {
        open.add(FileChannel.open(NOTHING));
      }
    } catch (IOException _) {
      // still none: the next connection that ends brings us here again
    }
  }

  private static void close(FileChannel spare) {
    try {
      spare.close();
    } catch (IOException _) {
      // of /dev/null: nothing can be lost
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    open.forEach(Spares::close);
    open.clear();
  }
}
