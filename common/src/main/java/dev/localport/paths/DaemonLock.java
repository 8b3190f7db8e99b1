package dev.localport.paths;

import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The lock that makes a daemon single. The kernel releases it when the process ends, however it
 * ends, so no lock is ever stale. The file says who holds it: that is how a daemon is found whose
 * {@code daemon.json} or socket was removed.
 *
 * <p>POSIX releases a process's locks on a file as soon as the process closes any descriptor of it
 * (fcntl(2)): the holder must not open the file by other means. Used by one thread.
 */
public final class DaemonLock implements AutoCloseable {
  /** Written in full each time: once the file has its block, a full disk does not matter. */
  static final int SIZE = 1024;

  private static final String PHASE = "phase";

  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Path file;
  private final FileChannel channel;
  private final Object key;

  private DaemonLock(Path file, FileChannel channel, Object key) {
    this.file = file;
    this.channel = channel;
    this.key = key;
  }

  /** What a lock file says to a process that does not hold it. */
  public sealed interface State {
    /**
     * The lock is free: no daemon runs.
     *
     * @param ended the last one ended in order
     */
    record Free(boolean ended) implements State {}

    /**
     * A daemon runs.
     *
     * @param daemon what it wrote about itself; null where that cannot be read
     * @param phase what it is doing
     */
    record Held(@Nullable DaemonFile daemon, DaemonPhase phase) implements State {}
  }

  /**
   * Takes the lock.
   *
   * @param patience how long to try: a command that asks holds the lock for an instant, and a
   *     daemon that ends for a moment more
   * @return nothing if another process holds the lock
   * @throws IOException if the file cannot be opened or locked
   */
  public static Optional<DaemonLock> take(Path file, Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<DaemonLock> lock = tryOnce(file);
      if (lock.isPresent() || System.nanoTime() - end >= 0) {
        return lock;
      }
      LockSupport.parkNanos(PAUSE.toNanos()); // the kernel does not report a release
    }
  }

  private static Optional<DaemonLock> tryOnce(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    DaemonLock taken = null;
    try {
      Object key = key(file);
      if (isLocked(channel, false) && key != null && key.equals(key(file))) {
        taken = new DaemonLock(file, channel, key);
      }
      return Optional.ofNullable(taken);
    } finally {
      if (taken == null) {
        channel.close();
      }
    }
  }

  private static boolean isLocked(FileChannel channel, boolean shared) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared); // until the close
      return lock != null;
    } catch (OverlappingFileLockException _) {
      return false; // held by this very process
    }
  }

  private static @Nullable Object key(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .fileKey();
    } catch (NoSuchFileException _) {
      return null;
    }
  }

  /**
   * Looks whether a daemon holds the lock, without taking it for longer than an instant.
   *
   * @throws IOException if the file is there and cannot be asked
   */
  public static State ask(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      if (isLocked(channel, true)) {
        return new State.Free(lastPhase(channel) == DaemonPhase.ENDING);
      }
      JsonObject text = read(channel);
      return new State.Held(DaemonFile.from(text).orElse(null), phase(text));
    } catch (NoSuchFileException _) {
      return new State.Free(false);
    }
  }

  private static JsonObject read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(SIZE);
    while (bytes.hasRemaining() && channel.read(bytes) > 0) {
      // reads on until the buffer is full, or the file ends
    }
    try {
      return JsonObject.parse(StandardCharsets.UTF_8.decode(bytes.flip()).toString().strip());
    } catch (RpcException _) {
      return JsonObject.empty(); // nothing is written yet, or it is something else
    }
  }

  /* The lock is free, so its content is only a hint; a folder in its place says nothing. */
  private static DaemonPhase lastPhase(FileChannel channel) {
    try {
      return phase(read(channel));
    } catch (IOException _) {
      return DaemonPhase.RUNNING;
    }
  }

  private static DaemonPhase phase(JsonObject text) {
    try {
      return DaemonPhase.of(text.text(PHASE, ""));
    } catch (RpcException _) {
      return DaemonPhase.RUNNING; // damaged
    }
  }

  /**
   * Says who holds the lock and what it is doing, replacing what the file said before.
   *
   * @throws IOException if it cannot be written; the lock is held anyway
   */
  public void write(DaemonFile daemon, DaemonPhase phase) throws IOException {
    byte[] text = text(daemon, phase).getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(Math.max(SIZE, text.length));
    bytes.put(text);
    while (bytes.hasRemaining()) {
      bytes.put((byte) '\n');
    }
    bytes.flip();
    for (long at = 0; bytes.hasRemaining(); ) {
      at += channel.write(bytes, at);
    }
  }

  private static String text(DaemonFile daemon, DaemonPhase phase) {
    JsonObject.Builder json = JsonObject.builder().putAll(daemon.json());
    return (phase == DaemonPhase.RUNNING ? json : json.put(PHASE, phase.word())).build().toString();
  }

  /**
   * Returns whether the file is still the one that is locked. One that was removed or replaced
   * blocks no other daemon.
   */
  public boolean isInPlace() {
    try {
      return key.equals(key(file));
    } catch (IOException _) {
      return true; // it cannot be read, so no other daemon can take it either
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
