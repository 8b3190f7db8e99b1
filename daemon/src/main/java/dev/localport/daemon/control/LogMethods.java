package dev.localport.daemon.control;

import dev.localport.api.Methods;
import dev.localport.daemon.logs.LogFiles;
import dev.localport.daemon.services.Forwards;
import dev.localport.paths.LogTail;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code log.query} and {@code log.follow}. A service's log can be asked for as long as its file is
 * there, also when nobody knows the service any more. Thread-safe.
 */
public final class LogMethods {
  private static final int MOST_LINES = 5_000;

  private final LogFiles logs;
  private final Forwards forwards;

  /** Answers from the given files; the forwards say which names there are. */
  public LogMethods(LogFiles logs, Forwards forwards) {
    this.logs = logs;
    this.forwards = forwards;
  }

  JsonObject query(JsonObject params, RpcConnection from) {
    return tail(params.findText("service"), params);
  }

  /** Answers the last lines, then tells each new one until the connection ends. */
  JsonObject follow(JsonObject params, RpcConnection from) {
    String service = params.findText("service");
    JsonObject last = tail(service, params);
    Runnable end =
        logs.follow(
            service,
            line -> from.notify(Methods.LOG_LINE, JsonObject.builder().put("text", line).build()));
    from.onClose(end);
    return last;
  }

  private JsonObject tail(@Nullable String service, JsonObject params) {
    long asked = params.number("lines", 100);
    int count = Math.clamp(asked, 0, MOST_LINES);
    Path file = file(service);
    try {
      LogTail.Tail tail = LogTail.tail(file, count);
      boolean isMost = asked > count && tail.lines().size() == count && count > 0;
      return reply(file, new LogTail.Tail(tail.lines(), tail.truncated() || isMost));
    } catch (NoSuchFileException e) {
      if (service != null && !forwards.listing().isKnown(service)) {
        throw UnknownService.named(service);
      }
      return reply(file, new LogTail.Tail(List.of(), false)); // nothing has been said yet
    } catch (IOException e) {
      throw new RpcException(
          RpcException.FAILED, "the log %s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  private Path file(@Nullable String service) {
    try {
      return logs.path(service);
    } catch (IllegalArgumentException e) {
      throw UnknownService.named(String.valueOf(service)); // a name that no service can have
    }
  }

  private static JsonObject reply(Path file, LogTail.Tail tail) {
    LogTail.Tail fitting = NewestLines.of(tail);
    return JsonObject.builder()
        .put("path", file.toString())
        .put("lines", fitting.lines())
        .put("truncated", fitting.truncated())
        .build();
  }
}
