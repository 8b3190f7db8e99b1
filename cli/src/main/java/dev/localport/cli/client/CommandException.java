package dev.localport.cli.client;

import dev.localport.paths.PathProblem;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Why a command ends without having done what was asked: words for the user, and the exit code. No
 * bug: a stack trace of it is for {@code --debug}.
 */
public final class CommandException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final int exitCode;

  /** A failure that nothing else explains. */
  public CommandException(int exitCode, String message) {
    this(exitCode, message, null);
  }

  /** A file or folder that cannot be used. */
  public CommandException(PathProblem problem) {
    this(problem.exitCode(), String.valueOf(problem.getMessage()), problem);
  }

  /** A failure with what led to it. */
  public CommandException(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** Returns what a daemon that refused added for programs; else nothing. */
  public JsonObject details() {
    return getCause() instanceof RpcException refusal ? refusal.data() : JsonObject.empty();
  }

  /** Returns one of the codes of {@link dev.localport.api.ExitCode}. */
  public int exitCode() {
    return exitCode;
  }

  /** Returns what the user reads. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
