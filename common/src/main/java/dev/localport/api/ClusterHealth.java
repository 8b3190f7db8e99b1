package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a cluster is, in short: what changes while it is watched.
 *
 * @param latencyMs how long its last answer to a probe took; null before the first
 * @param lastCheck when it was asked last; null before the first time
 * @param version of its API server; null before that is known
 * @param error why it is not connected; null where it is
 */
public record ClusterHealth(
    ClusterState state,
    @Nullable Double latencyMs,
    @Nullable Instant lastCheck,
    @Nullable String version,
    @Nullable Failure error) {
  /** Returns what of a cluster's status is its health. */
  public static ClusterHealth of(ClusterStatus status) {
    return new ClusterHealth(
        status.state(),
        status.latency().last(),
        status.lastCheck(),
        status.version(),
        status.error());
  }

  /** Returns the health as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("state", state.word())
        .put("latency_ms", latencyMs)
        .put("last_check", lastCheck)
        .put("version", version)
        .put("error", error == null ? null : error.toJson())
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static ClusterHealth from(JsonObject json) {
    return new ClusterHealth(
        ClusterState.of(json.text("state")),
        json.findDecimal("latency_ms"),
        json.findTime("last_check"),
        json.findText("version"),
        Failure.from(json.findObject("error")));
  }
}
