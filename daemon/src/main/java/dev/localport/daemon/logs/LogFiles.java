package dev.localport.daemon.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import dev.localport.paths.Places;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The daemon's log: everything in {@code daemon.log}, and lines that carry the key {@code service}
 * also in that service's own file. Each file rolls at 5 MB and keeps two older ones. Who follows a
 * log is told each line as it is written. Thread-safe.
 */
public final class LogFiles implements AutoCloseable {
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %plain%keys%n%trace";
  private static final String FILE_SIZE = "5MB";
  private static final int OLDER_FILES = 2;
  private static final String OURS = "dev.localport";

  private final Places places;
  private final LoggerContext context;
  private final Level initial;
  private final ServiceAppender byService;
  private RollingFileAppender<ILoggingEvent> daemonLog; // the constructor's, then reopen()'s alone

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

  private LogFiles(Places places, LoggerContext context, Level level) {
    this.places = places;
    this.context = context;
    this.initial = level;
    context.reset();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    context.getLogger(OURS).setLevel(level);
    // it logs traces of lines that broke, and throws the same: whoever waits tells it in words
    context.getLogger("io.fabric8.kubernetes.client.vertx").setLevel(Level.OFF);
    daemonLog = file(places.daemonLog());
    root.addAppender(daemonLog);
    byService = new ServiceAppender(encoder(), name -> file(places.serviceLog(name)));
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

  private RollingFileAppender<ILoggingEvent> file(Path path) {
    RollingFileAppender<ILoggingEvent> appender = new PrivateAppender();
    appender.setContext(context);
    appender.setFile(path.toString());
    appender.setEncoder(encoder());
    OlderFiles older = new OlderFiles(path, OLDER_FILES);
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
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    boolean _ = root.detachAppender(daemonLog);
    daemonLog.stop();
    daemonLog = file(places.daemonLog());
    root.addAppender(daemonLog);
    byService.reopen();
  }

  /**
   * Tells each new line of a service's log, or of the daemon's for null, until the result is run.
   */
  public Runnable follow(@Nullable String service, LineListener listener) {
    return byService.follow(service, listener);
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
