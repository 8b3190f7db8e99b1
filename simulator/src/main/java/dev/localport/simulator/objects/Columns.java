package dev.localport.simulator.objects;

import static dev.localport.simulator.objects.Column.AGE;
import static dev.localport.simulator.objects.Column.NAME;
import static dev.localport.simulator.objects.Column.number;
import static dev.localport.simulator.objects.Column.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The columns of each kind, as a Kubernetes API server has them. */
final class Columns {
  private static final Map<Kind, List<Column>> BY_KIND =
      Map.ofEntries(
          Map.entry(Kinds.NAMESPACE, List.of(NAME, text("Status", "status.phase"), AGE)),
          Map.entry(
              Kinds.NODE,
              List.of(
                  NAME,
                  text("Status", node -> isTrue(node, "Ready") ? "Ready" : "NotReady"),
                  text("Roles", _ -> ""),
                  AGE,
                  text("Version", "status.nodeInfo.kubeletVersion"),
                  text("Internal-IP", node -> Json.text(node.at("/status/addresses/0"), "address"))
                      .wide())),
          Map.entry(
              Kinds.POD,
              List.of(
                  NAME,
                  text("Ready", PodCells::ready),
                  text("Status", PodCells::status),
                  new Column("Restarts", "string", 0, (pod, _) -> PodCells.restarts(pod)),
                  AGE,
                  text("IP", "status.podIP").wide(),
                  text("Node", "spec.nodeName").wide(),
                  text("Nominated Node", "status.nominatedNodeName").wide(),
                  text("Readiness Gates", "spec.readinessGates").wide())),
          Map.entry(
              Kinds.SERVICE,
              List.of(
                  NAME,
                  text("Type", "spec.type"),
                  text("Cluster-IP", "spec.clusterIP"),
                  text("External-IP", _ -> ""),
                  text("Port(s)", service -> each(service, "spec.ports", Columns::servicePort)),
                  AGE,
                  text("Selector", service -> labels(Json.at(service, "spec.selector"))).wide())),
          Map.entry(Kinds.ENDPOINTS, List.of(NAME, text("Endpoints", Columns::endpoints), AGE)),
          Map.entry(
              Kinds.ENDPOINT_SLICE,
              List.of(
                  NAME,
                  text("AddressType", "addressType"),
                  text("Ports", slice -> each(slice, "ports", port -> Json.text(port, "port"))),
                  text(
                      "Endpoints",
                      slice -> each(slice, "endpoints", it -> it.at("/addresses/0").asText())),
                  AGE)),
          Map.entry(
              Kinds.EVENT,
              List.of(
                  new Column(
                      "Last Seen",
                      "string",
                      0,
                      (event, now) -> Column.age(event, "lastTimestamp", now)),
                  text("Type", "type"),
                  text("Reason", "reason"),
                  text("Object", Columns::involved),
                  text("Message", "message"))),
          Map.entry(
              Kinds.DEPLOYMENT,
              List.of(
                  NAME,
                  text("Ready", Columns::replicas),
                  number("Up-to-date", "status.updatedReplicas"),
                  number("Available", "status.availableReplicas"),
                  AGE)),
          Map.entry(
              Kinds.REPLICA_SET,
              List.of(
                  NAME,
                  number("Desired", "spec.replicas"),
                  number("Current", "status.replicas"),
                  number("Ready", "status.readyReplicas"),
                  AGE)),
          Map.entry(Kinds.STATEFUL_SET, List.of(NAME, text("Ready", Columns::replicas), AGE)),
          Map.entry(
              Kinds.DAEMON_SET,
              List.of(
                  NAME,
                  number("Desired", "status.desiredNumberScheduled"),
                  number("Current", "status.currentNumberScheduled"),
                  number("Ready", "status.numberReady"),
                  number("Available", "status.numberAvailable"),
                  AGE)),
          Map.entry(
              Kinds.JOB,
              List.of(
                  NAME,
                  text("Status", _ -> "Running"),
                  text("Completions", job -> "0/" + Json.at(job, "spec.completions").asInt(1)),
                  AGE)));

  private Columns() {}

  static List<Column> of(Kind kind) {
    return BY_KIND.getOrDefault(kind, List.of(NAME, AGE));
  }

  private static String each(JsonNode object, String path, Function<JsonNode, String> cell) {
    return Json.at(object, path).valueStream().map(cell).collect(Collectors.joining(","));
  }

  private static String servicePort(JsonNode port) {
    return "%s/%s".formatted(Json.text(port, "port"), port.path("protocol").asText("TCP"));
  }

  private static String labels(JsonNode labels) {
    return labels
        .propertyStream()
        .map(label -> label.getKey() + "=" + label.getValue().asText())
        .collect(Collectors.joining(","));
  }

  private static String endpoints(JsonNode endpoints) {
    return each(
        endpoints,
        "subsets",
        subset ->
            each(
                subset,
                "addresses",
                address ->
                    each(
                        subset,
                        "ports",
                        port -> Json.text(address, "ip") + ":" + Json.text(port, "port"))));
  }

  private static String involved(JsonNode event) {
    return "%s/%s"
        .formatted(
            Json.text(event, "involvedObject.kind").toLowerCase(Locale.ROOT),
            Json.text(event, "involvedObject.name"));
  }

  private static String replicas(JsonNode workload) {
    return "%d/%d"
        .formatted(
            Json.at(workload, "status.readyReplicas").asInt(),
            Json.at(workload, "spec.replicas").asInt(1));
  }

  static boolean isTrue(JsonNode object, String condition) {
    return Json.at(object, "status.conditions")
        .valueStream()
        .anyMatch(it ->
            it.path("type").asText().equals(condition)
                && it.path("status").asText().equals("True"));
  }
}
