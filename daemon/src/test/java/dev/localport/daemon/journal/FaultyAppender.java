package dev.localport.daemon.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Writes to real files, and fails or dies after some bytes of the next write when it is told to.
 */
final class FaultyAppender implements JournalFiles.Appender {
  private final JournalFiles.Appender real = new FileAppender();
  private volatile int bytes = Integer.MAX_VALUE;
  private volatile boolean dies;
  private volatile boolean isFull;

  /** The process ends here. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  /** The next write stops after so many bytes with an error of the disk. */
  void failAfter(int written) {
    bytes = written;
    dies = false;
  }

  /** The process dies in the next write after so many bytes. */
  void dieAfter(int written) {
    bytes = written;
    dies = true;
  }

  /** Has each write fail, or none any more. */
  void full(boolean now) {
    isFull = now;
  }

  @Override
  public long append(Path file, long at, ByteBuffer line) throws IOException {
    int most = isFull ? 0 : bytes;
    if (most == Integer.MAX_VALUE) {
      return real.append(file, at, line);
    }
    bytes = Integer.MAX_VALUE;
    long end = real.append(file, at, line.slice(0, Math.min(most, line.remaining())));
    if (dies && end >= 0) {
      throw new Killed();
    }
    throw new IOException("No space left on device");
  }
}
