package dev.localport.daemon.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Copies lines into the files of their services, and to those who follow. Thread-safe, as appenders
 * are.
 */
final class ServiceAppender extends AppenderBase<ILoggingEvent> {
  private final Encoder<ILoggingEvent> encoder;
  private final Function<String, Appender<ILoggingEvent>> open;
  private final Map<String, Appender<ILoggingEvent>> files = new HashMap<>(); // guarded by this
  private final List<Follower> followers = new CopyOnWriteArrayList<>();

  private record Follower(@Nullable String service, LineListener listener) {}

  ServiceAppender(Encoder<ILoggingEvent> encoder, Function<String, Appender<ILoggingEvent>> open) {
    this.encoder = encoder;
    this.open = open;
  }

  Runnable follow(@Nullable String service, LineListener listener) {
    Follower follower = new Follower(service, listener);
    followers.add(follower);
    return () -> followers.remove(follower);
  }

  @Override
  protected void append(ILoggingEvent event) {
    String service = service(event);
    if (service != null) {
      file(service).doAppend(event);
    }
    if (followers.isEmpty()) {
      return;
    }
    String line = new String(encoder.encode(event), StandardCharsets.UTF_8).stripTrailing();
    for (Follower follower : followers) {
      if (follower.service() == null || follower.service().equals(service)) {
        follower.listener().onLine(line);
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

  private static @Nullable String service(ILoggingEvent event) {
    if (event.getKeyValuePairs() == null) {
      return null;
    }
    for (KeyValuePair pair : event.getKeyValuePairs()) {
      if (pair.key.equals("service")) {
        return String.valueOf(pair.value);
      }
    }
    return null;
  }
}
