package dev.localport.api;

import dev.localport.rpc.JsonObject;

/**
 * An event and its cluster, for lists with several clusters.
 *
 * @param context of the cluster
 */
public record SeenEvent(String context, ClusterEvent event) {
  /** Returns the event as it travels: its own object with the context beside the rest. */
  public JsonObject toJson() {
    return JsonObject.builder().put("context", context).putAll(event.toJson()).build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static SeenEvent from(JsonObject json) {
    return new SeenEvent(json.text("context"), ClusterEvent.from(json));
  }
}
