package dev.localport.daemon.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import dev.localport.paths.PrivateFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** A rolling log whose files only their owner may read, regardless of the umask. */
final class PrivateAppender extends RollingFileAppender<ILoggingEvent> {
  /** Is called for the first file and for each that follows; older ones keep their mode. */
  @Override
  public void openFile(String file) throws IOException {
    Path path = Path.of(file);
    Path _ =
        Files.createDirectories(
            Objects.requireNonNull(path.getParent(), "absolute"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    PrivateFile.create(path);
    endLastLine(path);
    super.openFile(file);
  }

  /** Writes to a new file from now on: the one that is open was removed. No line is lost. */
  void reopen() {
    if (!isStarted()) {
      start();
      return;
    }
    streamWriteLock.lock(); // lines wait
    try {
      openFile(getFile()); // and closes the one before
    } catch (IOException e) {
      addError("cannot open " + getFile(), e);
    } finally {
      streamWriteLock.unlock();
    }
  }

  /* A daemon that was killed, or a full disk, may have left half a line. */
  private static void endLastLine(Path path) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      boolean isRead = size > 0 && channel.read(last, size - 1) == 1;
      if (!isRead || last.get(0) == '\n') {
        return;
      }
    }
    // at the end, wherever that is by now: the daemon before may still write
    Path _ = Files.write(path, new byte[] {'\n'}, StandardOpenOption.APPEND);
  }
}
