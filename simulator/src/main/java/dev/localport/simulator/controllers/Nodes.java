package dev.localport.simulator.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.localport.simulator.objects.Json;
import dev.localport.simulator.objects.Kinds;
import dev.localport.simulator.objects.ObjectId;
import dev.localport.simulator.objects.StatusException;
import dev.localport.simulator.objects.Store;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The nodes, and which of them are lost: nothing on such a node can be reached, and nothing there
 * learns that a pod is being deleted. Where the last good one is lost another joins, as an
 * autoscaler brings it.
 */
public final class Nodes {
  private final Store store;
  private final InstantSource clock;
  private final Events events;
  private final Set<String> lost = new LinkedHashSet<>();
  private int joined;

  /** Creates them; the objects are in the store. */
  public Nodes(Store store, InstantSource clock, Events events) {
    this.store = store;
    this.clock = clock;
    this.events = events;
  }

  Events events() {
    return events;
  }

  /** Returns whether a node of this name is lost. */
  public boolean isLost(String name) {
    return lost.contains(name);
  }

  /** Returns the node that new pods go to. */
  Optional<String> findGood() {
    return store.list(Kinds.NODE, null).stream()
        .map(Nodes::name)
        .filter(name -> !isLost(name))
        .findFirst();
  }

  /**
   * Loses a node.
   *
   * @throws StatusException if there is none of that name
   */
  void lose(String name) {
    ObjectNode node = find(name);
    lost.add(name);
    ready(name, "Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status.");
    tell(node, "NodeNotReady", "node-controller");
    if (findGood().isEmpty()) {
      join(node);
    }
  }

  /**
   * Brings a node back.
   *
   * @throws StatusException if there is none of that name
   */
  void bringBack(String name) {
    ObjectNode node = find(name);
    boolean wasLost = lost.remove(name);
    ready(name, "True", "KubeletReady", "kubelet is posting ready status");
    if (wasLost) {
      tell(node, "NodeReady", "kubelet");
    }
  }

  private void tell(ObjectNode node, String reason, String component) {
    events.tell(node, reason, component, "Node %s status is now: %s".formatted(name(node), reason));
  }

  private ObjectNode find(String name) {
    return store.find(id(name)).orElseThrow(() -> StatusException.notFound(Kinds.NODE, name));
  }

  private void join(ObjectNode like) {
    joined++;
    ObjectNode node = like.deepCopy();
    String name = "%s-joined-%d".formatted(name(like), joined);
    node.putObject("metadata")
        .put("name", name)
        .putObject("labels")
        .put("kubernetes.io/hostname", name);
    store.create(node);
  }

  private void ready(String name, String status, String reason, String message) {
    store.update(
        id(name),
        node -> {
          ArrayNode conditions = node.withObject("/status").withArray("conditions");
          for (JsonNode each : conditions) {
            ObjectNode condition = (ObjectNode) each;
            if (condition.path("type").asText().equals("Ready")
                && !condition.path("status").asText().equals(status)) {
              condition.put("status", status).put("reason", reason).put("message", message);
              condition.put("lastTransitionTime", Json.time(clock.instant()));
            }
          }
        });
  }

  private static String name(JsonNode node) {
    return Json.text(node, "metadata.name");
  }

  private static ObjectId id(String name) {
    return new ObjectId(Kinds.NODE, "", name);
  }
}
