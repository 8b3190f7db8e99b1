package dev.localport.daemon.actor;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What machines write into the log of bugs, instead of the console, until it is closed. */
public final class LoggedFaults implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger(Machine.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  /** Begins to listen. */
  public LoggedFaults() {
    logger.setAdditive(false);
    lines.start();
    logger.addAppender(lines);
  }

  /** Returns the messages so far. */
  public List<String> messages() {
    return lines.list.stream().map(ILoggingEvent::getMessage).toList();
  }

  @Override
  public void close() {
    logger.detachAppender(lines);
    logger.setAdditive(true);
  }
}
