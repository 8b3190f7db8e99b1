package dev.localport.simulator.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.localport.simulator.objects.Json;
import dev.localport.simulator.objects.Kind;
import dev.localport.simulator.objects.Kinds;
import dev.localport.simulator.objects.ObjectId;
import dev.localport.simulator.objects.StatusException;
import dev.localport.simulator.objects.Store;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/** Tells what happened as {@code v1 Event} objects; the oldest go when there are many. */
public final class Events {
  private static final int MAX = 200;

  private final Store store;
  private final InstantSource clock;
  private final Deque<ObjectId> told = new ArrayDeque<>();
  private long count;

  /** Creates them; nothing has happened yet. */
  public Events(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Tells one that was asked for.
   *
   * @throws StatusException if there is no such object
   */
  public void tell(ObjectId about, String type, String reason) {
    ObjectNode object =
        store.find(about).orElseThrow(() -> StatusException.notFound(about.kind(), about.name()));
    tell(object, type, reason, "kubelet", "written through the control port");
  }

  /** Tells one of type Normal. */
  void tell(JsonNode about, String reason, String component, String message) {
    tell(about, "Normal", reason, component, message);
  }

  /** Tells one of type Warning. */
  void warn(JsonNode about, String reason, String component, String message) {
    tell(about, "Warning", reason, component, message);
  }

  private void tell(JsonNode about, String type, String reason, String component, String message) {
    count++;
    Kind kind = ObjectId.of(about).kind();
    String namespace = Json.text(about, "metadata.namespace"); // a node has none
    ObjectNode event = Json.object();
    event.put("apiVersion", "v1").put("kind", Kinds.EVENT.kind());
    event
        .putObject("metadata")
        .put("name", "%s.%016x".formatted(Json.text(about, "metadata.name"), count))
        .put("namespace", namespace.isEmpty() ? "default" : namespace);
    ObjectNode involved = event.putObject("involvedObject");
    involved
        .put("kind", kind.kind())
        .put("apiVersion", kind.apiVersion())
        .put("name", Json.text(about, "metadata.name"))
        .put("uid", Json.text(about, "metadata.uid"));
    if (!namespace.isEmpty()) {
      involved.put("namespace", namespace);
    }
    String now = Json.time(clock.instant());
    event.put("reason", reason).put("message", message).put("type", type).put("count", 1);
    event.put("firstTimestamp", now).put("lastTimestamp", now);
    event.putObject("source").put("component", component);
    told.addLast(ObjectId.of(store.create(event)));
    if (told.size() > MAX) {
      store.delete(told.removeFirst());
    }
  }
}
