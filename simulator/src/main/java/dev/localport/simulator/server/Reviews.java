package dev.localport.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.localport.simulator.faults.Faults;
import dev.localport.simulator.objects.Json;

/** Answers SelfSubjectAccessReview: all may do everything that no fault denies. */
final class Reviews {
  private Reviews() {}

  static ObjectNode answer(ObjectNode review, Faults faults) {
    JsonNode asked = Json.at(review, "spec.resourceAttributes");
    String part = Json.text(asked, "subresource");
    String resource = Json.text(asked, "resource");
    String rule =
        Json.text(asked, "group").equals(Measurements.GROUP)
            ? Measurements.rule(resource)
            : resource + (part.isEmpty() ? "" : "/" + part);
    boolean denied = faults.isDenied(Json.text(asked, "verb"), rule);
    ObjectNode answer = review.deepCopy();
    answer.put("kind", "SelfSubjectAccessReview").put("apiVersion", "authorization.k8s.io/v1");
    answer
        .putObject("status")
        .put("allowed", !denied)
        .put("reason", denied ? "a fault that was asked for" : "");
    return answer;
  }
}
