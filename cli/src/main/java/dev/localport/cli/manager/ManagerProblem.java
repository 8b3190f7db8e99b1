package dev.localport.cli.manager;

import dev.localport.api.ExitCode;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Why the service manager could not do what was asked, in words for the user. No bug. */
public final class ManagerProblem extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final int exitCode;

  /** A problem that ends the command with 1. */
  public ManagerProblem(String message) {
    this(ExitCode.GENERAL, message, null);
  }

  ManagerProblem(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** A file of the login service that cannot be written, read or removed. */
  static ManagerProblem file(String verb, Path file, IOException cause) {
    return cause instanceof AccessDeniedException
        ? new ManagerProblem(
            ExitCode.PERMISSION, "no permission to " + verb + " " + file + "; fix that", cause)
        : new ManagerProblem(
            ExitCode.GENERAL, "cannot " + verb + " " + file + ": " + cause.getMessage(), cause);
  }

  /** Returns the exit code of a command that ends with this: 5 for a permission, else 1. */
  public int exitCode() {
    return exitCode;
  }

  /** Returns what the user reads. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
