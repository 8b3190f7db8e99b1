package dev.localport.daemon.tunnel;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;

/**
 * A session could not be opened, or did not live: {@link #failure()} says why in words for people.
 */
public final class DialException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  /** Wraps a failure without a cause. */
  public DialException(FailureKind kind, String message) {
    super(message);
    this.failure = new Failure(kind, message);
  }

  /** Wraps a failure with its cause. */
  public DialException(FailureKind kind, String message, Throwable cause) {
    super(message, cause);
    this.failure = new Failure(kind, message);
  }

  /** Returns what went wrong. */
  public Failure failure() {
    return failure;
  }
}
