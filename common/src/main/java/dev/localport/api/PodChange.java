package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that changed in a pod, as its status has it: only the newest change of each kind is
 * known.
 *
 * @param what {@code created}, {@code scheduled}, {@code initialized}, {@code ready}, {@code
 *     not_ready}, {@code started} or {@code ended} (a container), {@code deleted} (marked for it)
 * @param container whose change it is; null: the pod's
 * @param detail why, in the cluster's words: {@code OOMKilled (137)}; null where it says none
 */
public record PodChange(
    Instant at, String what, @Nullable String container, @Nullable String detail) {
  /** Returns the change as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("at", at)
        .put("what", what)
        .put("container", container)
        .put("detail", detail)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static PodChange from(JsonObject json) {
    Instant at = json.findTime("at");
    return new PodChange(
        at == null ? Instant.EPOCH : at,
        json.text("what"),
        json.findText("container"),
        json.findText("detail"));
  }
}
