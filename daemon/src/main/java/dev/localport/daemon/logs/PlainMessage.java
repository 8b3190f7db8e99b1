package dev.localport.daemon.logs;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** The phrase of a log line: ours are plain, those of libraries may hold anything. */
final class PlainMessage extends ClassicConverter {
  @Override
  public String convert(ILoggingEvent event) {
    return LogText.foreign(String.valueOf(event.getFormattedMessage()));
  }
}
