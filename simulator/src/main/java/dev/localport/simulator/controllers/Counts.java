package dev.localport.simulator.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.localport.simulator.objects.Json;
import dev.localport.simulator.objects.Kind;
import dev.localport.simulator.objects.Kinds;
import java.util.List;

/** The status of workloads: how many of their pods are there, and how many are Ready. */
final class Counts {
  private Counts() {}

  /** Writes the status of a workload from what it owns: pods, or a Deployment's ReplicaSets. */
  static void write(Kind kind, ObjectNode workload, int wanted, List<ObjectNode> owned) {
    ObjectNode status = workload.withObject("/status");
    boolean ofSets = kind.equals(Kinds.DEPLOYMENT);
    int all = ofSets ? sum(owned, "status.replicas") : owned.size();
    int ready =
        ofSets
            ? sum(owned, "status.readyReplicas")
            : (int) owned.stream().filter(Counts::isReady).count();
    if (kind.equals(Kinds.DAEMON_SET)) {
      status.put("desiredNumberScheduled", wanted).put("currentNumberScheduled", all);
      status.put("numberReady", ready).put("numberAvailable", ready);
      status.put("updatedNumberScheduled", all).put("numberMisscheduled", 0);
    } else if (kind.equals(Kinds.JOB)) {
      status.put("active", all).put("ready", ready);
    } else {
      status.put("replicas", all).put("readyReplicas", ready).put("availableReplicas", ready);
      status.put("updatedReplicas", all).put("observedGeneration", 1);
    }
  }

  private static int sum(List<ObjectNode> owned, String path) {
    return owned.stream().mapToInt(it -> Json.at(it, path).asInt()).sum();
  }

  /** Returns whether a pod is Ready and stays. */
  static boolean isReady(JsonNode pod) {
    return Json.text(pod, "metadata.deletionTimestamp").isEmpty()
        && Json.at(pod, "status.conditions")
            .valueStream()
            .anyMatch(it ->
                it.path("type").asText().equals("Ready")
                    && it.path("status").asText().equals("True"));
  }
}
