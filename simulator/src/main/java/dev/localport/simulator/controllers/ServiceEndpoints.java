package dev.localport.simulator.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.localport.simulator.objects.Change;
import dev.localport.simulator.objects.Json;
import dev.localport.simulator.objects.Kind;
import dev.localport.simulator.objects.Kinds;
import dev.localport.simulator.objects.LabelSelector;
import dev.localport.simulator.objects.ObjectId;
import dev.localport.simulator.objects.Store;
import java.util.List;
import java.util.function.Consumer;

/** Writes the Endpoints and the EndpointSlice of each service that has a selector. */
public final class ServiceEndpoints {
  private final Store store;

  /** Creates one; {@link #start} starts it. */
  public ServiceEndpoints(Store store) {
    this.store = store;
  }

  /** Takes care of every service and its pods that change from now on. */
  public void start() {
    store.listen(this::onChange);
  }

  private void onChange(Change change) {
    Kind kind = change.id().kind();
    if (kind.equals(Kinds.SERVICE) || kind.equals(Kinds.POD)) {
      store.list(Kinds.SERVICE, change.id().namespace()).stream()
          .filter(service -> !Json.at(service, "spec.selector").isEmpty())
          .forEach(this::write);
    }
  }

  private void write(ObjectNode service) {
    LabelSelector selector = LabelSelector.ofLabels(Json.at(service, "spec.selector"));
    List<ObjectNode> pods =
        store.list(Kinds.POD, Json.text(service, "metadata.namespace")).stream()
            .filter(selector)
            .filter(pod -> !Json.text(pod, "status.podIP").isEmpty())
            .toList();
    put(Kinds.ENDPOINTS, service, it -> endpoints(it, service, pods));
    put(Kinds.ENDPOINT_SLICE, service, it -> slice(it, service, pods));
  }

  private void put(Kind kind, ObjectNode service, Consumer<ObjectNode> content) {
    ObjectId of = ObjectId.of(service);
    String name = of.name() + (kind.equals(Kinds.ENDPOINT_SLICE) ? "-slice" : "");
    ObjectId id = new ObjectId(kind, of.namespace(), name);
    if (store.find(id).isEmpty()) {
      ObjectNode object = Json.object();
      object.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
      object
          .putObject("metadata")
          .put("name", name)
          .put("namespace", of.namespace())
          .putObject("labels")
          .put("kubernetes.io/service-name", of.name());
      content.accept(object);
      store.create(object);
    } else {
      store.update(id, content);
    }
  }

  private static void endpoints(ObjectNode endpoints, ObjectNode service, List<ObjectNode> pods) {
    ArrayNode subsets = endpoints.putArray("subsets");
    if (pods.isEmpty()) {
      return;
    }
    ObjectNode subset = subsets.addObject();
    for (ObjectNode pod : pods) {
      subset
          .withArray(Counts.isReady(pod) ? "addresses" : "notReadyAddresses")
          .addObject()
          .put("ip", Json.text(pod, "status.podIP"))
          .set("targetRef", reference(pod));
    }
    ports(subset.putArray("ports"), service, pods.getFirst());
  }

  private static void slice(ObjectNode slice, ObjectNode service, List<ObjectNode> pods) {
    slice.put("addressType", "IPv4");
    ArrayNode endpoints = slice.putArray("endpoints");
    for (ObjectNode pod : pods) {
      ObjectNode endpoint = endpoints.addObject();
      endpoint.putArray("addresses").add(Json.text(pod, "status.podIP"));
      boolean ready = Counts.isReady(pod);
      endpoint
          .putObject("conditions")
          .put("ready", ready)
          .put("serving", ready)
          .put("terminating", !Json.text(pod, "metadata.deletionTimestamp").isEmpty());
      endpoint.set("targetRef", reference(pod));
    }
    ArrayNode ports = slice.putArray("ports");
    if (!pods.isEmpty()) {
      ports(ports, service, pods.getFirst());
    }
  }

  private static ObjectNode reference(ObjectNode pod) {
    return Json.object()
        .put("kind", "Pod")
        .put("namespace", Json.text(pod, "metadata.namespace"))
        .put("name", Json.text(pod, "metadata.name"))
        .put("uid", Json.text(pod, "metadata.uid"));
  }

  private static void ports(ArrayNode ports, ObjectNode service, ObjectNode pod) {
    for (JsonNode port : Json.at(service, "spec.ports")) {
      ports
          .addObject()
          .put("name", port.path("name").asText())
          .put("port", targetPort(port, pod))
          .put("protocol", "TCP");
    }
  }

  private static int targetPort(JsonNode port, ObjectNode pod) {
    JsonNode target = port.path("targetPort");
    if (!target.isTextual()) {
      return target.asInt(port.path("port").asInt());
    }
    return Json.at(pod, "spec.containers")
        .valueStream()
        .flatMap(container -> container.path("ports").valueStream())
        .filter(it -> it.path("name").asText().equals(target.asText()))
        .mapToInt(it -> it.path("containerPort").asInt())
        .findFirst()
        .orElse(0);
  }
}
