package dev.localport.simulator.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.localport.simulator.objects.FieldSelector;
import dev.localport.simulator.objects.Json;
import dev.localport.simulator.objects.Kinds;
import dev.localport.simulator.objects.LabelSelector;
import dev.localport.simulator.objects.Page;
import dev.localport.simulator.objects.Query;
import dev.localport.simulator.objects.StatusException;
import dev.localport.simulator.objects.Store;
import dev.localport.simulator.objects.Tables;
import dev.localport.simulator.objects.Tables.Include;
import java.util.List;

/** Answers get and list, as objects or as a table. */
final class Reads {
  private final Store store;
  private final Tables tables;
  private final Crowd crowd;

  Reads(Store store, Tables tables, Crowd crowd) {
    this.store = store;
    this.tables = tables;
    this.crowd = crowd;
  }

  static boolean wantsTable(Exchange exchange) {
    return exchange.header("Accept").contains("as=Table");
  }

  /** Returns what a list or a watch selects. */
  static Query query(Exchange exchange, ResourcePath path) {
    String fields = exchange.query("fieldSelector");
    return new Query(
        path.kind(),
        path.namespace(),
        LabelSelector.parse(exchange.query("labelSelector")),
        FieldSelector.parse(path.kind(), fields));
  }

  void get(Exchange exchange, ResourcePath path) {
    ObjectNode object =
        store
            .find(path.id())
            .orElseThrow(() -> StatusException.notFound(path.kind(), path.id().name()));
    if (wantsTable(exchange)) {
      Include include = Include.parse(exchange.query("includeObject"));
      exchange.json(tables.of(path.kind(), List.of(object), metadata(), include));
    } else {
      exchange.json(object);
    }
  }

  void list(Exchange exchange, ResourcePath path) {
    long asked = exchange.number("resourceVersion", 0);
    if (asked > store.version()) {
      throw StatusException.of(
          504, "Too large resource version: %d, current: %d".formatted(asked, store.version()));
    }
    Query query = query(exchange, path);
    int limit = limit(exchange, path);
    if (crowd.has(path.kind())) {
      boolean packed = exchange.header("Accept-Encoding").contains("gzip");
      int from = Math.toIntExact(exchange.number("continue", 0));
      exchange.json(crowd.list(query, from, limit, packed), packed);
      return;
    }
    List<ObjectNode> all = query.list(store);
    Page page = Page.of(all, limit, exchange.query("continue"), store);
    ObjectNode metadata = metadata();
    if (page.next() != null) {
      metadata.put("continue", page.next()).put("remainingItemCount", page.remaining());
    }
    if (wantsTable(exchange)) {
      Include include = Include.parse(exchange.query("includeObject"));
      exchange.json(tables.of(path.kind(), page.objects(), metadata, include));
      return;
    }
    ObjectNode list = Json.object();
    list.put("kind", path.kind().kind() + "List").put("apiVersion", path.kind().apiVersion());
    list.set("metadata", metadata);
    ArrayNode items = list.putArray("items");
    page.objects().forEach(items::add);
    exchange.json(list);
  }

  /** The watch cache, which has no events, is read whole. */
  private static int limit(Exchange exchange, ResourcePath path) {
    boolean cached =
        exchange.query("resourceVersion").equals("0") && !path.kind().equals(Kinds.EVENT);
    return cached ? 0 : Math.clamp(exchange.number("limit", 0), 0, Integer.MAX_VALUE);
  }

  private ObjectNode metadata() {
    return Json.object().put("resourceVersion", Long.toString(store.version()));
  }
}
