package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.Objects;

/**
 * A cluster was asked how it is, or its state has changed: what {@link Methods#HEALTH_UPDATE}
 * carries.
 *
 * @param cluster its kube context
 * @param at when
 */
public record HealthUpdate(String cluster, ClusterHealth health, Instant at) {
  /** Returns the update as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("cluster", cluster)
        .put("health", health.toJson())
        .put("at", at)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static HealthUpdate from(JsonObject json) {
    return new HealthUpdate(
        json.text("cluster"),
        ClusterHealth.from(json.object("health")),
        Objects.requireNonNullElse(json.findTime("at"), Instant.EPOCH));
  }
}
