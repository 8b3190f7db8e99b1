package dev.localport.simulator.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.localport.simulator.faults.Faults;
import dev.localport.simulator.objects.Change;
import dev.localport.simulator.objects.Json;
import dev.localport.simulator.objects.Query;
import dev.localport.simulator.objects.StatusException;
import dev.localport.simulator.objects.Store;
import dev.localport.simulator.objects.Tables;
import dev.localport.simulator.objects.Tables.Include;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One watch: what changed since a version, then each change, with bookmarks between where they are
 * wanted, until its time is over or the client goes. A version that is too old is reported as an
 * event of type ERROR with code 410.
 */
final class WatchStream {
  private static final long LONGEST_SECONDS = 3_600;

  private final Exchange exchange;
  private final Query query;
  private final Store store;
  private final Tables tables;
  private final Faults faults;
  private final Consumer<Change> listener = this::onChange;
  private final boolean bookmarks;
  private final boolean asTable;
  private final Include include;
  private @Nullable EventStream stream;

  WatchStream(Exchange exchange, Query query, Store store, Tables tables, Faults faults) {
    this.exchange = exchange;
    this.query = query;
    this.store = store;
    this.tables = tables;
    this.faults = faults;
    this.bookmarks = exchange.isTrue("allowWatchBookmarks");
    this.asTable = Reads.wantsTable(exchange);
    this.include = Include.parse(exchange.query("includeObject"));
  }

  /**
   * Starts to answer.
   *
   * @throws StatusException if the query makes no sense
   */
  void start(Duration bookmarkEvery) {
    if (exchange.isTrue("sendInitialEvents")) {
      throw StatusException.of(
          422,
          "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for watch unless the"
              + " WatchList feature gate is enabled");
    }
    long since = exchange.number("resourceVersion", 0);
    long seconds =
        Math.clamp(exchange.number("timeoutSeconds", LONGEST_SECONDS), 1, LONGEST_SECONDS);
    exchange.stream("application/json", ready -> begin(ready, since, seconds, bookmarkEvery));
  }

  private void begin(EventStream ready, long since, long seconds, Duration bookmarkEvery) {
    stream = ready;
    try {
      catchUp(since);
    } catch (StatusException tooOld) {
      write("ERROR", tooOld.status());
      ready.end();
      return;
    }
    store.listen(listener);
    var executor = exchange.context().executor();
    long millis = bookmarkEvery.toMillis();
    Future<?> ticks =
        executor.scheduleAtFixedRate(this::bookmark, millis, millis, TimeUnit.MILLISECONDS);
    Future<?> end = executor.schedule(() -> end(ready), seconds, TimeUnit.SECONDS);
    exchange.onGone(() -> {
      store.unlisten(listener);
      ticks.cancel(false);
      end.cancel(false);
    });
    var _ = end.addListener(_ -> ticks.cancel(false));
  }

  private void catchUp(long since) {
    if (since == 0) {
      query.list(store).forEach(object -> tell("ADDED", object));
    } else {
      store.since(since).forEach(this::onChange);
    }
  }

  private void onChange(Change change) {
    query.event(change).ifPresent(event -> tell(event.type(), event.object()));
  }

  private void tell(String type, ObjectNode object) {
    if (!faults.areWatchesStale()) {
      write(type, asTable ? table(List.of(object), object) : object);
    }
  }

  private ObjectNode table(List<ObjectNode> objects, ObjectNode latest) {
    ObjectNode metadata = Json.object();
    metadata.put("resourceVersion", Json.text(latest, "metadata.resourceVersion"));
    return tables.of(query.kind(), objects, metadata, include);
  }

  private void bookmark() {
    if (!bookmarks || faults.areWatchesStale()) {
      return;
    }
    ObjectNode mark = Json.object();
    mark.put("kind", query.kind().kind()).put("apiVersion", query.kind().apiVersion());
    mark.putObject("metadata").put("resourceVersion", Long.toString(store.version()));
    write("BOOKMARK", asTable ? table(List.of(), mark) : mark);
  }

  private void end(EventStream ready) {
    bookmark();
    store.unlisten(listener);
    ready.end();
  }

  private void write(String type, ObjectNode object) {
    ObjectNode event = Json.object().put("type", type);
    event.set("object", object);
    if (stream != null) {
      exchange.send(stream, Json.write(event) + "\n");
    }
  }
}
