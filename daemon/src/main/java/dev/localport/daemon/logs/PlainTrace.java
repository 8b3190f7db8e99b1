package dev.localport.daemon.logs;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import dev.localport.api.UnknownFailure;
import java.util.function.BooleanSupplier;

/**
 * The trace of an exception: types, and where they were thrown. What an exception says may be
 * anybody's text, so it is written to a debug log alone, in one line and without secrets.
 */
final class PlainTrace extends ThrowableHandlingConverter {
  private static final int MOST_CAUSES = 8;
  private static final int MOST_FRAMES = 60;

  private final BooleanSupplier debug;

  /** Writes what exceptions say while {@code debug} says so. */
  PlainTrace(BooleanSupplier debug) {
    this.debug = debug;
  }

  @Override
  public String convert(ILoggingEvent event) {
    StringBuilder text = new StringBuilder();
    IThrowableProxy thrown = event.getThrowableProxy();
    for (int i = 0; thrown != null && i < MOST_CAUSES; i++) {
      text.append(i == 0 ? "" : "Caused by: ");
      head(thrown, text);
      frames(thrown, text);
      thrown = thrown.getCause();
    }
    return text.toString();
  }

  private void head(IThrowableProxy thrown, StringBuilder text) {
    text.append(thrown.getClassName());
    if (thrown instanceof ThrowableProxy proxy) {
      text.append(" [").append(UnknownFailure.id(proxy.getThrowable())).append(']');
    }
    if (debug.getAsBoolean() && thrown.getMessage() != null) {
      text.append(": ").append(LogText.foreign(thrown.getMessage()));
    }
    text.append(System.lineSeparator());
  }

  private static void frames(IThrowableProxy thrown, StringBuilder text) {
    StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
    int own = Math.min(MOST_FRAMES, frames.length - thrown.getCommonFrames());
    for (int i = 0; i < own; i++) {
      text.append('\t').append(frames[i].getSTEAsString()).append(System.lineSeparator());
    }
  }
}
