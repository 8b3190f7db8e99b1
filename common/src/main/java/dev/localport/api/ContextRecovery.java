package dev.localport.api;

import dev.localport.rpc.JsonObject;

/**
 * How the services of a kube context recovered, taken together, as {@link Methods#HISTORY_QUERY}
 * has it for each. Immutable.
 */
public record ContextRecovery(String context, RecoveryStatus recovery) {
  /** Returns it as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder().put("context", context).put("recovery", recovery.toJson()).build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static ContextRecovery from(JsonObject json) {
    return new ContextRecovery(json.text("context"), RecoveryStatus.from(json.object("recovery")));
  }
}
