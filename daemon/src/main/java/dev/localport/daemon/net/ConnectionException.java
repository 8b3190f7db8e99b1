package dev.localport.daemon.net;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * There is no connection to an API server: {@link #failure()} says why in words for people. Callers
 * wrap it in an exception of their own.
 */
public final class ConnectionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  /** Says what went wrong, without a cause. */
  public ConnectionException(FailureKind kind, String message) {
    this(kind, message, null);
  }

  /** Says what went wrong, and what was thrown for it. */
  public ConnectionException(FailureKind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.failure = new Failure(kind, message);
  }

  /** Returns what went wrong. */
  public Failure failure() {
    return failure;
  }
}
