package dev.localport.daemon.control;

import dev.localport.api.EventQuery;
import dev.localport.api.JournalEntry;
import dev.localport.api.ServiceStatus;
import dev.localport.daemon.journal.Journal;
import dev.localport.daemon.logs.LogFiles;
import dev.localport.daemon.services.Forwards;
import dev.localport.daemon.services.Listing;
import dev.localport.daemon.services.LoadedService;
import dev.localport.logs.LogFilter;
import dev.localport.logs.LogPosition;
import dev.localport.logs.LogQuery;
import dev.localport.logs.LogReader;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code log.query} and {@code log.follow}. A service's log can be asked for as long as its file is
 * there, also when the service was removed. Thread-safe.
 *
 * @param forwards say which names there are
 * @param journal says which services ran in a context
 */
public record LogMethods(LogFiles logs, Forwards forwards, Journal journal) {

  /* A page continues where the one before ended: lines come and files rotate meanwhile. */
  JsonObject query(JsonObject params, RpcConnection from) throws InterruptedException {
    Asked asked = asked(params);
    LogPage page = asked.page(position(params, "next"));
    if (page.lines().isEmpty()) { // one that follows may wait for a context that is to come
      UnknownContext.require(asked.query().context(), forwards.statuses(), journal);
    }
    LogReader.Reached reached = page.reached();
    return asked
        .reply(page)
        .put("next", reached.isAll() ? null : reached.position().text())
        .put("position", reached.position().text())
        .build();
  }

  /** Answers the last lines, then sends each new one until the connection ends. */
  JsonObject follow(JsonObject params, RpcConnection from) throws InterruptedException {
    Asked asked = asked(params);
    LogPage page = asked.page(position(params, "after"));
    LogFeed feed = new LogFeed(asked.reader(), filters(asked), page.reached().position(), from);
    Runnable end = logs.follow(asked.query().service(), feed::wake);
    from.onClose(() -> {
      end.run();
      feed.close();
    });
    from.afterAnswer(feed::begin);
    return asked.reply(page).put("position", page.reached().position().text()).build();
  }

  /** Returns what gives the filter as of now: services that begin later are of its context, too. */
  private Supplier<LogFilter> filters(Asked asked) {
    String context = asked.query().context();
    if (context == null) {
      return asked::filter;
    }
    Set<String> known = new TreeSet<>(asked.filter().services()); // and stay when they end
    return () -> {
      Listing now = forwards.listing();
      for (LoadedService service : now.services()) {
        if (context.equals(now.context(service.service()))) {
          known.add(service.name());
        }
      }
      return asked.filter().of(known);
    };
  }

  /** A query, and what answers it. */
  private record Asked(LogQuery query, LogReader reader, LogFilter filter) {
    LogPage page(@Nullable LogPosition from) {
      try {
        LogPosition begin = from == null ? reader.beginOfLast(query.most(), filter) : from;
        return LogPage.read(reader, begin, filter);
      } catch (IOException e) {
        throw new RpcException(
            RpcException.FAILED,
            "the log %s cannot be read: %s".formatted(reader.log(), e.getMessage()));
      }
    }

    JsonObject.Builder reply(LogPage page) {
      return JsonObject.builder()
          .put("path", reader.log().toString())
          .put("lines", page.lines())
          .put("truncated", page.reached().isMissed());
    }
  }

  private Asked asked(JsonObject params) throws InterruptedException {
    LogQuery query = LogQuery.from(params);
    LogReader reader = new LogReader(file(query.service()));
    if (query.service() != null && !reader.isThere()) {
      requireKnown(query.service());
    }
    String context = query.context();
    try {
      Set<String> services = context == null ? Set.of() : servicesOf(context);
      return new Asked(query, reader, LogFilter.of(query, services));
    } catch (IllegalArgumentException e) {
      throw new RpcException(RpcException.INVALID_PARAMS, String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable LogPosition position(JsonObject params, String key) {
    String text = params.findText(key);
    LogPosition position = text == null ? null : LogPosition.find(text);
    if (text != null && position == null) {
      throw new RpcException(
          RpcException.INVALID_PARAMS, "%s: invalid position \"%s\"".formatted(key, text));
    }
    return position;
  }

  private Path file(@Nullable String service) {
    try {
      return logs.path(service);
    } catch (IllegalArgumentException e) {
      // a name that no service can have
      throw UnknownService.named(String.valueOf(service), forwards.listing());
    }
  }

  private void requireKnown(String service) {
    if (!forwards.listing().isKnown(service)) {
      Collection<String> known = new TreeSet<>();
      forwards.statuses().forEach(status -> known.add(status.name()));
      throw UnknownService.named(service, known);
    }
  }

  private Set<String> servicesOf(String context) throws InterruptedException {
    Set<String> names = new TreeSet<>();
    for (ServiceStatus status : forwards.statuses()) {
      if (context.equals(status.context())) {
        names.add(status.name());
      }
    }
    try {
      journal.read(new EventQuery(null, context, Set.of(), null, 0, 0)).stream()
          .map(JournalEntry::service)
          .filter(Objects::nonNull)
          .forEach(names::add);
    } catch (IOException e) {
      throw EventMethods.unreadable(e);
    }
    return names;
  }
}
