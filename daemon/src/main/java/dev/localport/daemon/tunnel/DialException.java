package dev.localport.daemon.tunnel;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.daemon.net.ConnectionException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session could not be opened, or did not live: {@link #failure()} says why in words for people.
 */
public final class DialException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;
  private final transient @Nullable Refusal refusal;

  /** Wraps a failure without a cause. */
  public DialException(FailureKind kind, String message) {
    super(message);
    this.failure = new Failure(kind, message);
    this.refusal = null;
  }

  /** Wraps a failure with its cause. */
  public DialException(FailureKind kind, String message, Throwable cause) {
    super(message, cause);
    this.failure = new Failure(kind, message);
    this.refusal = null;
  }

  /** Says that there is no connection to the server. */
  public DialException(ConnectionException why) {
    super(why.getMessage(), why);
    this.failure = why.failure();
    this.refusal = null;
  }

  /** Says how the server declined the protocol that it was asked for. */
  public DialException(FailureKind kind, String message, Refusal refusal) {
    super(message);
    this.failure = new Failure(kind, message);
    this.refusal = refusal;
  }

  /** Returns what went wrong. */
  public Failure failure() {
    return failure;
  }

  /** Returns how the protocol was declined; empty where the server could not be asked. */
  public Optional<Refusal> refusal() {
    return Optional.ofNullable(refusal);
  }
}
