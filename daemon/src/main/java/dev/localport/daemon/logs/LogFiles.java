package dev.localport.daemon.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import dev.localport.logs.LogReader;
import dev.localport.paths.Places;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The daemon's log: everything in {@code daemon.log}, and lines that carry the key {@code service}
 * also in that service's own file; those with the key {@code services} in the files of several.
 * Each file rolls at 5 MB and keeps two older ones. Thread-safe.
 */
public final class LogFiles implements AutoCloseable {
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %plain%keys%n%trace";
  private static final String FILE_SIZE = "5MB";
  private static final String OURS = "dev.localport";
  private static final List<String> TWICE =
      List.of(
          "io.fabric8.kubernetes.client.vertx",
          "io.vertx.core.http.impl",
          "io.vertx.core.net.impl.ConnectionBase");

  private final Places places;
  private final LoggerContext context;
  private final Level initial;
  private final ServiceAppender byService;
  private final PrivateAppender daemonLog;

  /**
   * Writes under the given places from now on; lines below {@code level} (a name such as info) are
   * left out.
   */
  public static LogFiles open(Places places, @Nullable String level) {
    return new LogFiles(
        places,
        (LoggerContext) LoggerFactory.getILoggerFactory(),
        Level.toLevel(level, Level.INFO));
  }

  /** Has this process log nothing at all. */
  public static void silence() {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).reset();
    ((LoggerContext) LoggerFactory.getILoggerFactory())
        .getLogger(Logger.ROOT_LOGGER_NAME)
        .setLevel(Level.OFF);
  }

  private LogFiles(Places places, LoggerContext context, Level level) {
    this.places = places;
    this.context = context;
    this.initial = level;
    context.reset();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    context.getLogger(OURS).setLevel(level);
    // they log connections that broke, and throw the same: the caller logs it in words
    for (String name : TWICE) {
      context.getLogger(name).setLevel(Level.OFF);
    }
    daemonLog = file(places.daemonLog());
    root.addAppender(daemonLog);
    byService = new ServiceAppender(name -> file(places.serviceLog(name)));
    byService.setContext(context);
    byService.start();
    root.addAppender(byService);
  }

  /** Leaves out lines below a level from now on; null: below the level of the start. */
  public void level(@Nullable String name) {
    context.getLogger(OURS).setLevel(Level.toLevel(name, initial));
  }

  /** Returns the name of the level, in small letters. */
  public String level() {
    return context.getLogger(OURS).getEffectiveLevel().toString().toLowerCase(Locale.ROOT);
  }

  private boolean isDebugging() {
    return context.getLogger(OURS).isDebugEnabled();
  }

  private Encoder<ILoggingEvent> encoder() {
    PatternLayout layout = new MaskedLayout();
    layout.setContext(context);
    layout.getInstanceConverterMap().put("keys", KeyValues::new);
    layout.getInstanceConverterMap().put("plain", PlainMessage::new);
    layout.getInstanceConverterMap().put("trace", () -> new PlainTrace(this::isDebugging));
    layout.setPattern(PATTERN);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setLayout(layout);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.start();
    return encoder;
  }

  private PrivateAppender file(Path path) {
    PrivateAppender appender = new PrivateAppender();
    appender.setContext(context);
    appender.setFile(path.toString());
    appender.setEncoder(encoder());
    OlderFiles older = new OlderFiles(path, LogReader.OLDER_FILES);
    older.setContext(context);
    older.setParent(appender);
    older.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(FileSize.valueOf(FILE_SIZE));
    size.setCheckIncrement(Duration.buildBySeconds(10));
    size.start();
    appender.setRollingPolicy(older);
    appender.setTriggeringPolicy(size);
    appender.start();
    return appender;
  }

  /** Writes to new files from now on: the ones that are open were removed. */
  public void reopen() {
    daemonLog.reopen();
    byService.reopen();
  }

  /**
   * Runs the listener after each new line of a service's log, or of the daemon's for null, until
   * the result is run. It runs on the logging thread, must not block, and reads the line from the
   * file.
   */
  public Runnable follow(@Nullable String service, Runnable listener) {
    return byService.follow(service, listener);
  }

  /**
   * Deletes a file of a service's log if it is old, and closes the log; its next line opens it
   * again. No line comes in between.
   *
   * @return whether it was old, and is deleted
   */
  boolean hasDeleted(String service, Path file, Predicate<Path> isOld) throws IOException {
    return byService.hasDeleted(service, file, isOld);
  }

  /** Returns where a service's log is, or the daemon's for null. */
  public Path path(@Nullable String service) {
    return service == null ? places.daemonLog() : places.serviceLog(service);
  }

  /** Writes what is buffered and closes the files. */
  @Override
  public void close() {
    context.stop();
  }
}
