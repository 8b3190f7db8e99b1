package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the daemon keeps of one resource of a cluster.
 *
 * @param resource its plural: {@code pods}, {@code nodes}, {@code events}, {@code
 *     nodes.metrics.k8s.io}, {@code pods.metrics.k8s.io}; or {@code version}
 * @param namespace null: all
 * @param lastUpdated when it was last reported; null before the first time
 * @param items how many there were
 * @param stale whether it may have changed since: the cluster is offline, or refuses it now
 * @param collectSeconds how long telling it took; null before the first time
 */
public record CachedResource(
    String resource,
    @Nullable String namespace,
    @Nullable Instant lastUpdated,
    int items,
    boolean stale,
    @Nullable Double collectSeconds) {
  /** Returns it as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("resource", resource)
        .put("namespace", namespace)
        .put("last_updated", lastUpdated)
        .put("items", items)
        .put("stale", stale)
        .put("collect_seconds", collectSeconds)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static CachedResource from(JsonObject json) {
    return new CachedResource(
        json.text("resource"),
        json.findText("namespace"),
        json.findTime("last_updated"),
        (int) json.number("items", 0),
        json.flag("stale", false),
        json.findDecimal("collect_seconds"));
  }
}
