package dev.localport.paths;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A folder that cannot be used as it is. Its message says what, where, and what to do. */
public final class PathProblem extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int GENERAL = 1;
  private static final int PERMISSION = 5;
  private static final String REMEDY =
      "mend that, or set LOCALPORT_HOME to a folder you can write to";

  private final int exitCode;

  private PathProblem(String message, int exitCode, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  static PathProblem foreign(Path folder, String owner) {
    return new PathProblem(
        folder
            + " belongs to "
            + owner
            + "; LocalPort keeps its files in a folder of your own: remove it, or set LOCALPORT_HOME",
        PERMISSION,
        null);
  }

  static PathProblem link(Path folder) {
    return new PathProblem(
        folder
            + " is a link, which LocalPort does not follow for its own files:"
            + " remove it, or set LOCALPORT_HOME to where it leads",
        GENERAL,
        null);
  }

  static PathProblem noFolder(Path path) {
    return new PathProblem(
        path + " is not a folder: remove it, or set LOCALPORT_HOME to a folder", GENERAL, null);
  }

  /** What the operating system said when the folder was made or looked at. */
  static PathProblem of(Path folder, IOException cause) {
    if (cause instanceof AccessDeniedException denied) {
      return new PathProblem(
          "no permission for %s, which LocalPort needs for %s: %s"
              .formatted(denied.getFile(), folder, REMEDY),
          PERMISSION,
          cause);
    }
    return new PathProblem(
        "cannot use %s: %s: %s".formatted(folder, why(cause), REMEDY), GENERAL, cause);
  }

  private static String why(IOException cause) {
    String reason = cause instanceof FileSystemException e ? e.getReason() : cause.getMessage();
    return reason == null ? cause.toString() : reason;
  }

  /** Returns the exit code of a command that ends with this: 5 for a permission, else 1. */
  public int exitCode() {
    return exitCode;
  }
}
