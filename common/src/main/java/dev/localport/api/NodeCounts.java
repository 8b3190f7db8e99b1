package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many nodes a cluster has.
 *
 * @param ready those whose Ready condition holds
 */
public record NodeCounts(int ready, int total) {
  /** Counts nodes. */
  public static NodeCounts of(List<NodeInfo> nodes) {
    return new NodeCounts((int) nodes.stream().filter(NodeInfo::ready).count(), nodes.size());
  }

  /** Returns the counts as they travel. */
  public JsonObject toJson() {
    return JsonObject.builder().put("ready", ready).put("total", total).build();
  }

  /** Reads what {@link #toJson} wrote; null stays null. */
  public static @Nullable NodeCounts from(@Nullable JsonObject json) {
    return json == null
        ? null
        : new NodeCounts((int) json.number("ready"), (int) json.number("total"));
  }
}
