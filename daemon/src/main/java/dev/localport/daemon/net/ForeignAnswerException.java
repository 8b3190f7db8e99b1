package dev.localport.daemon.net;

import java.io.IOException;
import java.util.Optional;

/** Something that is no API server answered in its place: a sign-in page, a gateway, a proxy. */
public final class ForeignAnswerException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says what was answered. */
  public ForeignAnswerException(HttpAnswer answer) {
    super(answer.words());
  }

  /** Returns the one that led to what was thrown, if one did. */
  public static Optional<ForeignAnswerException> findCause(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof ForeignAnswerException found) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns words for people.
   *
   * @param host where it was answered
   */
  public String at(String host) {
    return "something else responds at %s: %s".formatted(host, getMessage());
  }
}
