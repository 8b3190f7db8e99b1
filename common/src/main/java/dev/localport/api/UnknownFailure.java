package dev.localport.api;

import java.util.Arrays;

/**
 * An unforeseen failure. Its text may come from any library, with secrets in it: people see its
 * type and a number by which the daemon's log can be searched, and the text stays in the debug log.
 */
public final class UnknownFailure {
  private static final int FRAMES = 8;

  private UnknownFailure() {}

  /** Returns the failure for an unforeseen exception. */
  public static Failure of(Throwable thrown) {
    return new Failure(
        FailureKind.SESSION,
        "internal error: %s [%s]; details: localport logs, with LOCALPORT_LOG_LEVEL=debug"
            .formatted(thrown.getClass().getSimpleName(), id(thrown)));
  }

  /** Returns what the same mistake in the code has each time: six hexadecimal digits. */
  public static String id(Throwable thrown) {
    StackTraceElement[] frames = thrown.getStackTrace();
    int hash =
        31 * thrown.getClass().getName().hashCode()
            + Arrays.hashCode(Arrays.copyOf(frames, Math.min(FRAMES, frames.length)));
    return "%06x".formatted(hash & 0xffffff);
  }
}
