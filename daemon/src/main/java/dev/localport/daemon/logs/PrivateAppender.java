package dev.localport.daemon.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import dev.localport.paths.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** A rolling log whose files their owner alone may read, whatever the umask says. */
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
    super.openFile(file);
  }
}
