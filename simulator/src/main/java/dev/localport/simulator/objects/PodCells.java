package dev.localport.simulator.objects;

import com.fasterxml.jackson.databind.JsonNode;

/** What kubectl shows of a pod. */
final class PodCells {
  private PodCells() {}

  static String ready(JsonNode pod) {
    long ready =
        Json.at(pod, "status.containerStatuses")
            .valueStream()
            .filter(container -> container.path("ready").asBoolean())
            .count();
    return "%d/%d".formatted(ready, Json.at(pod, "spec.containers").size());
  }

  static String status(JsonNode pod) {
    if (!Json.text(pod, "metadata.deletionTimestamp").isEmpty()) {
      return "Terminating";
    }
    String waiting = pod.at("/status/containerStatuses/0/state/waiting/reason").asText("");
    return waiting.isEmpty() ? Json.text(pod, "status.phase") : waiting;
  }

  static String restarts(JsonNode pod) {
    return Long.toString(
        Json.at(pod, "status.containerStatuses")
            .valueStream()
            .mapToLong(container -> container.path("restartCount").asLong())
            .sum());
  }
}
