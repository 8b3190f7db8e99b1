package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One cluster as its monitor knows it: an element of {@code clusters} in docs/api.md.
 *
 * @param server the URL of its API server
 * @param insecure whether its certificate is not verified: insecure-skip-tls-verify
 * @param version of the API server; null before the first answer
 * @param latency of its answers to probes
 * @param degradedAboveMillis what answers of a healthy cluster do not exceed
 * @param nodes null if they were never reported
 * @param nodeList by name; empty if they were never reported, and in the short form
 * @param pods null if they were never reported
 * @param warnings how many of the known events are warnings that touch active services; null where
 *     events were never reported
 * @param lastCheck when it was asked last, null before the first time
 * @param nextCheck when it is asked next; null while it is being asked, or is not to be
 * @param lastSuccess when it answered last, null before the first time
 * @param consecutiveFailures failed probes since the last answer
 * @param stale whether what is known of it may have changed since
 * @param missingPermissions what it does not permit: {@code list nodes}
 * @param error why it is not connected; null where it is
 * @param unready what its API server says of its own parts that are not ready, and core services
 *     that are not: a phrase each
 * @param clockSkewSeconds how far its clock is ahead of ours; null where it is not known
 * @param cached what is kept of it
 * @param recovery how its services recovered from their outages, taken together; null: that is not
 *     known yet
 * @param attemptLimit how far its services use up the limit for new attempts; null where that is
 *     not known
 */
@BuiltByName
public record ClusterStatus(
    String context,
    String server,
    boolean insecure,
    ClusterState state,
    @Nullable String version,
    Latency latency,
    @Nullable Double degradedAboveMillis,
    @Nullable NodeCounts nodes,
    List<NodeInfo> nodeList,
    @Nullable PodCounts pods,
    @Nullable Integer warnings,
    @Nullable Instant lastCheck,
    @Nullable Instant nextCheck,
    @Nullable Instant lastSuccess,
    int consecutiveFailures,
    boolean stale,
    List<String> missingPermissions,
    @Nullable Failure error,
    List<String> unready,
    @Nullable Double clockSkewSeconds,
    List<CachedResource> cached,
    @Nullable RecoveryStatus recovery,
    @Nullable AttemptLimit attemptLimit) {
  /**
   * How long it takes to answer a probe; null before the first answer.
   *
   * @param last milliseconds, the newest answer
   * @param p50 milliseconds, the median of the newest answers
   * @param p95 milliseconds, what 95 of 100 of them did not exceed
   */
  public record Latency(@Nullable Double last, @Nullable Double p50, @Nullable Double p95) {
    /** Nothing is known yet. */
    public static final Latency UNKNOWN = new Latency(null, null, null);
  }

  /** Copies the lists, so that a status never changes. */
  public ClusterStatus {
    nodeList = List.copyOf(nodeList);
    missingPermissions = List.copyOf(missingPermissions);
    unready = List.copyOf(unready);
    cached = List.copyOf(cached);
  }

  /** Returns the same cluster without its single nodes: the short form. */
  public ClusterStatus brief() {
    return with(List.of());
  }

  /** Returns the same cluster with these single nodes. */
  public ClusterStatus with(List<NodeInfo> shown) {
    return ClusterStatusBuilder.builder(this).nodeList(shown).build();
  }

  /** Returns the cluster as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("context", context)
        .put("server", server)
        .put("insecure", insecure)
        .put("state", state.word())
        .put("version", version)
        .put("latency_ms", latency.last())
        .put("latency_ms_p50", latency.p50())
        .put("latency_ms_p95", latency.p95())
        .put("degraded_above_ms", degradedAboveMillis)
        .put("nodes", nodes == null ? null : nodes.toJson())
        .put("node_list", nodeList.stream().map(NodeInfo::toJson).toList())
        .put("pods", pods == null ? null : pods.toJson())
        .put("warnings", warnings)
        .put("last_check", lastCheck)
        .put("next_check", nextCheck)
        .put("last_success", lastSuccess)
        .put("consecutive_failures", consecutiveFailures)
        .put("stale", stale)
        .put("missing_permissions", missingPermissions)
        .put("error", error == null ? null : error.toJson())
        .put("unready", unready)
        .put("clock_skew_seconds", clockSkewSeconds)
        .put("cached", cached.stream().map(CachedResource::toJson).toList())
        .put("recovery", recovery == null ? null : recovery.toJson())
        .put("attempt_limit", attemptLimit == null ? null : attemptLimit.toJson())
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static ClusterStatus from(JsonObject json) {
    return ClusterStatusBuilder.builder()
        .context(json.text("context"))
        .server(json.text("server"))
        .insecure(json.flag("insecure", false))
        .state(ClusterState.of(json.text("state")))
        .version(json.findText("version"))
        .latency(
            new Latency(
                json.findDecimal("latency_ms"),
                json.findDecimal("latency_ms_p50"),
                json.findDecimal("latency_ms_p95")))
        .degradedAboveMillis(json.findDecimal("degraded_above_ms"))
        .nodes(NodeCounts.from(json.findObject("nodes")))
        .nodeList(json.objects("node_list").stream().map(NodeInfo::from).toList())
        .pods(PodCounts.from(json.findObject("pods")))
        .warnings(json.findNumber("warnings").isPresent() ? (int) json.number("warnings") : null)
        .lastCheck(json.findTime("last_check"))
        .nextCheck(json.findTime("next_check"))
        .lastSuccess(json.findTime("last_success"))
        .consecutiveFailures((int) json.number("consecutive_failures", 0))
        .stale(json.flag("stale", false))
        .missingPermissions(json.texts("missing_permissions"))
        .error(Failure.from(json.findObject("error")))
        .unready(json.texts("unready"))
        .clockSkewSeconds(json.findDecimal("clock_skew_seconds"))
        .cached(json.objects("cached").stream().map(CachedResource::from).toList())
        .recovery(recovery(json.findObject("recovery")))
        .attemptLimit(AttemptLimit.from(json.findObject("attempt_limit")))
        .build();
  }

  private static @Nullable RecoveryStatus recovery(@Nullable JsonObject json) {
    return json == null ? null : RecoveryStatus.from(json);
  }
}
