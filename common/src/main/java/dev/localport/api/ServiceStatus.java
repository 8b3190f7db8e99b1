package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One service as it is, contract E's {@code services[]}.
 *
 * @param state contract A's word
 * @param reason why it is suspended, contract A's word; null in other states
 * @param context null while it is not known
 * @param namespace null while it is not known
 * @param target as the user knows it: {@code service/postgres}
 * @param pods the pods that sessions lead to
 * @param protocol how the session is carried, null without one
 * @param health what its health check says, contract E's word: {@code disabled} where it has none
 * @param attempt the number of the attempt that waits or runs, 0 for none
 * @param maxAttempts 0: unlimited
 * @param nextRetryAt when it is tried or looked at again, null where nothing waits
 * @param reconnects how often a session was replaced by another
 * @param connectedSince null while it is not connected
 * @param lastError why it is not connected, or what went wrong last; null if nothing did
 * @param configFile null for a service of the command line
 */
public record ServiceStatus(
    String name,
    String state,
    @Nullable String reason,
    @Nullable String context,
    @Nullable String namespace,
    String target,
    List<PortStatus> ports,
    List<String> pods,
    @Nullable String protocol,
    String health,
    TrafficStatus traffic,
    HeartbeatStatus heartbeat,
    int attempt,
    int maxAttempts,
    @Nullable Instant nextRetryAt,
    int reconnects,
    @Nullable Instant connectedSince,
    long uptimeSeconds,
    @Nullable Failure lastError,
    @Nullable String configFile,
    List<String> tags) {
  /** Copies the lists, so that a status never changes. */
  public ServiceStatus {
    ports = List.copyOf(ports);
    pods = List.copyOf(pods);
    tags = List.copyOf(tags);
  }

  /** Tells whether a start that waits for this service may end well. */
  public boolean isUp() {
    return state.equals("connected") || state.equals("idle");
  }

  /** Returns the status as it travels and as {@code -o json} shows it. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("name", name)
        .put("state", state)
        .put("reason", reason)
        .put("context", context)
        .put("namespace", namespace)
        .put("target", target)
        .put("ports", ports.stream().map(PortStatus::toJson).toList())
        .put("pods", pods)
        .put("protocol", protocol)
        .put("health", health)
        .put(
            "connections",
            JsonObject.builder()
                .put("active", traffic.active())
                .put("held", traffic.held())
                .put("total", traffic.total())
                .put("failed", traffic.failed())
                .build())
        .put(
            "bytes",
            JsonObject.builder()
                .put("sent", traffic.sent())
                .put("received", traffic.received())
                .build())
        .put("heartbeat", heartbeat.toJson())
        .put("attempt", attempt)
        .put("max_attempts", maxAttempts)
        .put("next_retry_at", nextRetryAt)
        .put("reconnects", reconnects)
        .put("connected_since", connectedSince)
        .put("uptime_seconds", uptimeSeconds)
        .put("last_activity_at", traffic.lastActivity())
        .put("last_error", lastError == null ? null : lastError.toJson())
        .put("config_file", configFile)
        .put("tags", tags)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static ServiceStatus from(JsonObject json) {
    JsonObject connections = json.object("connections");
    JsonObject bytes = json.object("bytes");
    return new ServiceStatus(
        json.text("name"),
        json.text("state"),
        json.findText("reason"),
        json.findText("context"),
        json.findText("namespace"),
        json.text("target"),
        json.objects("ports").stream().map(PortStatus::from).toList(),
        json.texts("pods"),
        json.findText("protocol"),
        json.text("health"),
        new TrafficStatus(
            (int) connections.number("active"),
            (int) connections.number("held"),
            connections.number("total"),
            connections.number("failed"),
            bytes.number("sent"),
            bytes.number("received"),
            json.findTime("last_activity_at")),
        HeartbeatStatus.from(json.object("heartbeat")),
        (int) json.number("attempt"),
        (int) json.number("max_attempts"),
        json.findTime("next_retry_at"),
        (int) json.number("reconnects"),
        json.findTime("connected_since"),
        json.number("uptime_seconds"),
        Failure.from(json.findObject("last_error")),
        json.findText("config_file"),
        json.texts("tags"));
  }
}
