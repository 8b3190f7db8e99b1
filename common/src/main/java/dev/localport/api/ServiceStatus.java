package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One service as it is: an element of {@code services} in docs/api.md.
 *
 * @param state one of {@link #STATES}; docs/states.md explains each
 * @param reason why it is suspended, one of the reasons in docs/states.md; null in other states
 * @param context null while it is not known
 * @param namespace null while it is not known
 * @param target as the user knows it: {@code service/postgres}
 * @param pods the pods that sessions lead to
 * @param protocol how the session is carried, null without one
 * @param health the result of its health check, or {@code disabled} where it has none: see
 *     docs/api.md
 * @param sessions how many sessions are in use
 * @param attempt the number of the attempt that waits or runs, 0 for none
 * @param maxAttempts 0: unlimited
 * @param nextRetryAt when the next attempt or check is, null if none is scheduled
 * @param reconnects how often it was connected again after a loss, as far back as the journal
 *     reaches
 * @param connectedSince null while it is not connected
 * @param availability24h the share of the last 24 h in which it was connected or idle, of the time
 *     in which it was wanted, over restarts of the daemon; null while that is less than an hour
 * @param lastError why it is not connected, or what went wrong last; null if nothing did
 * @param configFile null for a service of the command line
 * @param insecure whether the certificate of the API server is not verified; false while none was
 *     connected to
 * @param localPort the number of its first local port: where it listens, else what the file says;
 *     null for {@code auto} while it does not listen
 * @param url where a program of this machine connects to its first port; null while nothing listens
 * @param production whether {@code start} asks first ({@code confirm})
 * @param description what the file says about it, or null
 * @param settings the paths of the values that a setting holds for, over what the file says
 * @param recovery how it recovered from outages; null while the journal is still being read
 * @param pending what was asked of it and waits for its cluster, or null
 */
@BuiltByName
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
    int sessions,
    int attempt,
    int maxAttempts,
    @Nullable Instant nextRetryAt,
    int reconnects,
    @Nullable Instant connectedSince,
    long uptimeSeconds,
    @Nullable Double availability24h,
    @Nullable Failure lastError,
    @Nullable String configFile,
    List<String> tags,
    boolean insecure,
    @Nullable Integer localPort,
    @Nullable String url,
    boolean production,
    @Nullable String description,
    List<String> settings,
    @Nullable RecoveryStatus recovery,
    @Nullable PendingOperation pending) {
  /** Every word of {@code state}, in the order of docs/states.md. */
  public static final List<String> STATES =
      List.of(
          "stopped",
          "connecting",
          "connected",
          "idle",
          "disconnected",
          "reconnecting",
          "suspended",
          "failed");

  /** Copies the lists, so that a status never changes. */
  public ServiceStatus {
    ports = List.copyOf(ports);
    pods = List.copyOf(pods);
    tags = List.copyOf(tags);
    settings = List.copyOf(settings);
  }

  /** Returns the same status with the paths of the values that settings hold for. */
  public ServiceStatus with(List<String> keys) {
    return ServiceStatusBuilder.builder(this).settings(keys).build();
  }

  /** Returns whether a start that waits for this service can succeed. */
  public boolean isUp() {
    return state.equals("connected") || state.equals("idle");
  }

  /** Returns whether it cannot even start, since its configuration cannot be used. */
  public boolean isUnusable() {
    return state.equals("stopped")
        && lastError != null
        && lastError.kind() == FailureKind.CONFIGURATION;
  }

  /**
   * Returns whether clients can use it: it is up, its health check does not fail, and the pod does
   * not refuse most connections.
   */
  public boolean isHealthy() {
    return isUp() && !health.equals("unhealthy") && !traffic.isMostlyRefused();
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
        .put("connections", traffic.connections())
        .put("bytes", traffic.bytes())
        .put("heartbeat", heartbeat.toJson())
        .put("sessions", sessions)
        .put("attempt", attempt)
        .put("max_attempts", maxAttempts)
        .put("next_retry_at", nextRetryAt)
        .put("reconnects", reconnects)
        .put("connected_since", connectedSince)
        .put("uptime_seconds", uptimeSeconds)
        .put("last_activity_at", traffic.lastActivity())
        .put("availability_24h", availability24h)
        .put("pending", pending == null ? null : pending.toJson())
        .put("last_error", lastError == null ? null : lastError.toJson())
        .put("config_file", configFile)
        .put("tags", tags)
        .put("insecure", insecure)
        .put("local_port", localPort)
        .put("url", url)
        .put("healthy", isHealthy())
        .put("production", production)
        .put("description", description)
        .put("settings", settings)
        .put("recovery", recovery == null ? null : recovery.toJson())
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static ServiceStatus from(JsonObject json) {
    return ServiceStatusBuilder.builder()
        .name(json.text("name"))
        .state(json.text("state"))
        .reason(json.findText("reason"))
        .context(json.findText("context"))
        .namespace(json.findText("namespace"))
        .target(json.text("target"))
        .ports(json.objects("ports").stream().map(PortStatus::from).toList())
        .pods(json.texts("pods"))
        .protocol(json.findText("protocol"))
        .health(json.text("health"))
        .traffic(TrafficStatus.from(json))
        .heartbeat(HeartbeatStatus.from(json.object("heartbeat")))
        .sessions((int) json.number("sessions", 0))
        .attempt((int) json.number("attempt"))
        .maxAttempts((int) json.number("max_attempts"))
        .nextRetryAt(json.findTime("next_retry_at"))
        .reconnects((int) json.number("reconnects"))
        .connectedSince(json.findTime("connected_since"))
        .uptimeSeconds(json.number("uptime_seconds"))
        .availability24h(json.findDecimal("availability_24h"))
        .lastError(Failure.from(json.findObject("last_error")))
        .configFile(json.findText("config_file"))
        .tags(json.texts("tags"))
        .insecure(json.flag("insecure", false))
        .localPort(localPort(json))
        .url(json.findText("url"))
        .production(json.flag("production", false))
        .description(json.findText("description"))
        .settings(json.texts("settings"))
        .recovery(recovery(json.findObject("recovery")))
        .pending(PendingOperation.from(json.findObject("pending")))
        .build();
  }

  private static @Nullable RecoveryStatus recovery(@Nullable JsonObject json) {
    return json == null ? null : RecoveryStatus.from(json);
  }

  private static @Nullable Integer localPort(JsonObject json) {
    OptionalLong port = json.findNumber("local_port"); // missing in an older daemon's
    return port.isEmpty() ? null : (int) port.getAsLong();
  }
}
