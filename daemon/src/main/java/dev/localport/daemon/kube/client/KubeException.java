package dev.localport.daemon.kube.client;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.daemon.net.ConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * The cluster, or something in between, refused: {@link #failure()} says why in words for people.
 */
public final class KubeException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  /** Wraps a failure without a cause. */
  public KubeException(FailureKind kind, String message) {
    super(message);
    this.failure = new Failure(kind, message);
  }

  /** Wraps a failure with its cause. */
  public KubeException(FailureKind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.failure = new Failure(kind, message);
  }

  /** Says that there is no connection to the cluster. */
  public KubeException(ConnectionException why) {
    this(why.failure().kind(), why.failure().message(), why.getCause());
  }

  /** Returns what went wrong. */
  public Failure failure() {
    return failure;
  }
}
