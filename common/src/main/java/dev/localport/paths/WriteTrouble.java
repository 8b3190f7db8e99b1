package dev.localport.paths;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a file could not be written, in words that name the device where the device is to blame. */
public final class WriteTrouble {
  private static final String FULL = "No space left on device";
  private static final String QUOTA = "Disk quota exceeded";

  private WriteTrouble() {}

  /** Returns a phrase such as {@code no space left on /dev/sda1}. */
  public static String words(Path file, IOException failure) {
    String reason = reason(failure);
    if (reason.contains(FULL)) {
      return "no space left on " + device(file);
    } else if (reason.contains(QUOTA)) {
      return "disk quota exceeded on " + device(file);
    } else if (failure instanceof AccessDeniedException) {
      return "permission denied";
    } else if (failure instanceof NoSuchFileException) {
      return "its folder does not exist";
    }
    return reason.isEmpty()
        ? "it cannot be written"
        : reason.substring(0, 1).toLowerCase(Locale.ROOT) + reason.substring(1);
  }

  private static String reason(IOException failure) {
    @Nullable String reason =
        failure instanceof FileSystemException e ? e.getReason() : failure.getMessage();
    return reason == null ? "" : reason;
  }

  private static String device(Path file) {
    try {
      return Files.getFileStore(file.toAbsolutePath().resolveSibling("")).name();
    } catch (IOException _) {
      return "the device of " + file;
    }
  }
}
