package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A cluster's state has changed: what {@link Methods#STATUS_CHANGED} carries without a {@code
 * service}.
 *
 * @param cluster its kube context
 * @param previous the state before
 * @param current the state now
 * @param cause why it is not connected, in words for people, or null where it is
 * @param at when
 */
public record ClusterChange(
    String cluster,
    ClusterState previous,
    ClusterState current,
    @Nullable String cause,
    Instant at) {
  /** Returns the change as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("cluster", cluster)
        .put("previous", previous.word())
        .put("current", current.word())
        .put("cause", cause)
        .put("at", at)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static ClusterChange from(JsonObject json) {
    return new ClusterChange(
        json.text("cluster"),
        ClusterState.of(json.text("previous")),
        ClusterState.of(json.text("current")),
        json.findText("cause"),
        Objects.requireNonNullElse(json.findTime("at"), Instant.EPOCH));
  }
}
