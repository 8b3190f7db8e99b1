package dev.localport.daemon.actor;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** What a class writes into the log, instead of the console, until it is closed. */
public final class LoggedLines implements AutoCloseable {
  private final Logger logger;
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  /** Begins to listen. */
  public LoggedLines(Class<?> source) {
    logger = (Logger) LoggerFactory.getLogger(source);
    logger.setAdditive(false);
    logger.setLevel(Level.INFO);
    lines.start();
    logger.addAppender(lines);
  }

  /** Listens to the bugs that machines log. */
  public static LoggedLines ofBugs() {
    return new LoggedLines(Machine.class);
  }

  /** Returns the messages so far. */
  public List<String> messages() {
    return lines.list.stream().map(ILoggingEvent::getMessage).toList();
  }

  /**
   * Returns the lines from INFO on so far, with level, message and values, as in the daemon's log.
   */
  public List<String> lines() {
    return lines.list.stream().map(LoggedLines::line).toList();
  }

  private static String line(ILoggingEvent event) {
    String values =
        event.getKeyValuePairs().stream()
            .map(pair -> " %s=\"%s\"".formatted(pair.key, pair.value))
            .collect(Collectors.joining());
    return event.getLevel() + " " + event.getMessage() + values;
  }

  @Override
  public void close() {
    logger.detachAppender(lines);
    logger.setLevel(null);
    logger.setAdditive(true);
  }
}
