package dev.localport.daemon.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import dev.localport.logs.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Copies lines into the files of their services, and wakes followers once a line is in all its
 * files. Thread-safe, as appenders are: one line at a time.
 */
final class ServiceAppender extends AppenderBase<ILoggingEvent> {
  private final Function<String, Appender<ILoggingEvent>> open;
  private final Map<String, Appender<ILoggingEvent>> files = new HashMap<>(); // guarded by this
  private final List<Follower> followers = new CopyOnWriteArrayList<>();

  private record Follower(@Nullable String service, Runnable listener) {}

  ServiceAppender(Function<String, Appender<ILoggingEvent>> open) {
    this.open = open;
  }

  Runnable follow(@Nullable String service, Runnable listener) {
    Follower follower = new Follower(service, listener);
    followers.add(follower);
    return () -> followers.remove(follower);
  }

  @Override
  protected void append(ILoggingEvent event) {
    List<String> services = services(event);
    services.forEach(service -> file(service).doAppend(event));
    for (Follower follower : followers) {
      if (follower.service() == null || services.contains(follower.service())) {
        follower.listener().run();
      }
    }
  }

  private synchronized Appender<ILoggingEvent> file(String service) {
    return files.computeIfAbsent(service, open);
  }

  /** Writes to new files from now on. */
  synchronized void reopen() {
    files.values().forEach(Appender::stop);
    files.clear();
  }

  /** Deletes a service's file if it is old; lines wait meanwhile, and the next opens it again. */
  synchronized boolean hasDeleted(String service, Path file, Predicate<Path> isOld)
      throws IOException {
    if (!isOld.test(file)) {
      return false; // a line came
    }
    Appender<ILoggingEvent> appender = files.remove(service);
    if (appender != null) {
      appender.stop();
    }
    Files.delete(file);
    return true;
  }

  private static List<String> services(ILoggingEvent event) {
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        if (pair.key.equals(Services.ONE)) {
          return List.of(String.valueOf(pair.value));
        } else if (pair.key.equals(Services.SEVERAL)) {
          return Services.split(String.valueOf(pair.value));
        }
      }
    }
    return List.of();
  }
}
