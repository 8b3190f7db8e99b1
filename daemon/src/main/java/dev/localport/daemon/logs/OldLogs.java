package dev.localport.daemon.logs;

import dev.localport.daemon.time.Timers;
import dev.localport.logs.LogReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the logs of services that no file and no command line has anymore, such as those of
 * {@code forward}, a week after their last line, and files that rotation does not keep. It looks
 * when the daemon has started and then twice a day. Thread-safe.
 */
public final class OldLogs implements AutoCloseable {
  /** How long the log of a service is kept that is not known anymore. */
  static final Duration KEPT = Duration.ofDays(7);

  /** When it looks first: services are loaded by then, and a start is not slower for it. */
  static final Duration FIRST = Duration.ofMinutes(5);

  private static final Duration NEXT = Duration.ofHours(12);
  private static final Logger log = LoggerFactory.getLogger(OldLogs.class);
  private static final Pattern NAME = Pattern.compile("(.+)\\.log(?:\\.(\\d{1,9}))?");

  private final LogFiles logs;
  private final Timers timers;
  private final Predicate<String> known;
  private volatile Timers.Waiting waiting;

  /** Begins. {@code known} says which services exist. */
  public OldLogs(LogFiles logs, Timers timers, Predicate<String> known) {
    this.logs = logs;
    this.timers = timers;
    this.known = known;
    this.waiting = timers.at(timers.instant().plus(FIRST), this::look);
  }

  private void look() {
    waiting = timers.at(timers.instant().plus(NEXT), this::look);
    Thread _ = Thread.ofVirtual().name("old-logs").start(this::clear);
  }

  /** Deletes what is old now. */
  void clear() {
    Path daemon = logs.path(null);
    clear(daemon.resolveSibling(""), true);
    clear(daemon.resolveSibling("services"), false);
  }

  private void clear(Path folder, boolean isDaemons) {
    for (Path file : files(folder)) {
      Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
      if (name.matches()) {
        boolean isRotatedOut =
            name.group(2) != null && Integer.parseInt(name.group(2)) > LogReader.OLDER_FILES;
        boolean isHeld = isDaemons || known.test(name.group(1));
        if ((isRotatedOut || !isHeld) && isOld(file)) {
          delete(file, isDaemons ? "" : name.group(1));
        }
      }
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.toList();
    } catch (IOException _) {
      return List.of(); // it is not there, or the next look finds it
    }
  }

  private boolean isOld(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      Instant written = now.lastModifiedTime().toInstant();
      return now.isRegularFile() && written.isBefore(timers.instant().minus(KEPT));
    } catch (IOException _) {
      return false;
    }
  }

  private void delete(Path file, String service) {
    try {
      if (logs.hasDeleted(service, file, this::isOld)) {
        log.atInfo().addKeyValue("file", file).log("old log deleted");
      }
    } catch (NoSuchFileException _) {
      // it was deleted meanwhile
    } catch (IOException e) {
      log.atWarn()
          .addKeyValue("file", file)
          .addKeyValue("why", e.getMessage())
          .log("old log not deleted");
    }
  }

  @Override
  public void close() {
    waiting.cancel();
  }
}
