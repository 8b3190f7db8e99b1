package dev.localport.daemon.logs;

import ch.qos.logback.core.rolling.RollingPolicyBase;
import ch.qos.logback.core.rolling.RolloverFailure;
import dev.localport.logs.LogReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Keeps older files of a log as {@code NAME.1}, {@code NAME.2} and so on. Logback's own policy
 * takes the file's path for a pattern, and fails where a folder's name has a percent sign. Used by
 * its appender alone, under the appender's lock.
 */
final class OlderFiles extends RollingPolicyBase {
  private final Path file;
  private final int most;

  /** Keeps at most this many older files of the given one. */
  OlderFiles(Path file, int most) {
    this.file = file;
    this.most = most;
  }

  private Path older(int number) {
    return LogReader.older(file, number);
  }

  @Override
  public void rollover() throws RolloverFailure {
    try {
      for (int number = most; number > 1; number--) {
        move(older(number - 1), older(number));
      }
      move(file, older(1));
    } catch (IOException e) {
      throw new RolloverFailure("cannot roll " + file, e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      Path _ = Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public String getActiveFileName() {
    return file.toString();
  }
}
