package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A service's state has changed: what {@link Methods#STATUS_CHANGED} carries.
 *
 * @param service its name
 * @param cluster its kube context, or null where it has none yet
 * @param previous the state before
 * @param current the state now
 * @param reason what it waits for while it is suspended, else null
 * @param cause why it is not connected, in words for people, or null where nothing is wrong
 * @param pod where new connections go, or null while they go nowhere
 * @param at when
 */
public record StatusChange(
    String service,
    @Nullable String cluster,
    String previous,
    String current,
    @Nullable String reason,
    @Nullable String cause,
    @Nullable String pod,
    Instant at) {

  /** Returns the change as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("cluster", cluster)
        .put("service", service)
        .put("previous", previous)
        .put("current", current)
        .put("reason", reason)
        .put("cause", cause)
        .put("pod", pod)
        .put("at", at)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static StatusChange from(JsonObject json) {
    return new StatusChange(
        json.text("service"),
        json.findText("cluster"),
        json.text("previous"),
        json.text("current"),
        json.findText("reason"),
        json.findText("cause"),
        json.findText("pod"),
        Objects.requireNonNullElse(json.findTime("at"), Instant.EPOCH));
  }
}
