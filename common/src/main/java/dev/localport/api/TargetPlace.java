package dev.localport.api;

import dev.localport.rpc.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Where a target is looked for, as the words of a command line have it.
 *
 * @param caller whose kubeconfig and proxies
 * @param context a kube context; null: the current one
 * @param namespace null: the context's own
 */
public record TargetPlace(Caller caller, @Nullable String context, @Nullable String namespace) {
  /** Returns the place as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .putAll(caller.toJson())
        .put("context", context)
        .put("namespace", namespace)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static TargetPlace from(JsonObject json) {
    return new TargetPlace(Caller.from(json), json.findText("context"), json.findText("namespace"));
  }
}
