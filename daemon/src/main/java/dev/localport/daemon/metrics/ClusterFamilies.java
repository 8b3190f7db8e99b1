package dev.localport.daemon.metrics;

import dev.localport.api.CachedResource;
import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.NodeCounts;
import dev.localport.api.PodCounts;
import dev.localport.daemon.cluster.ClusterCounters;
import dev.localport.daemon.cluster.ClusterFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The metrics of clusters: one set for each context with a started service. */
final class ClusterFamilies {
  private static final List<String> STATES =
      Arrays.stream(ClusterState.values()).map(ClusterState::word).toList();

  private static final double MILLIS_PER_SECOND = 1e3;

  private ClusterFamilies() {}

  /** What was collected of one resource of a cluster. */
  private record Collected(String context, String resource, ClusterCounters.Collections counters) {}

  /** How long the newest collection of a resource took. */
  private record Newest(String context, CachedResource resource) {}

  static void add(TextFormat text, List<ClusterFigures> clusters) {
    Families<ClusterFigures> families =
        new Families<>(text, clusters, one -> Map.of("context", one.status().context()));
    state(families);
    probes(families);
    content(families);
    collections(text, clusters);
  }

  private static void state(Families<ClusterFigures> families) {
    families.state(
        "localport_cluster_state",
        "1 for the state that the cluster is in, 0 for the others.",
        STATES,
        one -> one.status().state().word());
    families.one(
        TextFormat.Type.COUNTER,
        "localport_cluster_outages",
        "How often the cluster went offline.",
        one -> one.counters().outages());
    families.one(
        TextFormat.Type.COUNTER,
        "localport_cluster_offline_seconds",
        "How long the cluster has been offline, all outages together.",
        one -> seconds(one.offline()));
    families.one(
        TextFormat.Type.GAUGE,
        "localport_cluster_last_success_timestamp_seconds",
        "When the cluster last answered, Unix time.",
        one -> unixTime(one.status().lastSuccess()));
  }

  private static void probes(Families<ClusterFigures> families) {
    families.quantiles(
        "localport_cluster_latency_seconds",
        "Latency of the newest probes of the API server.",
        Map.of(
            Exposition.MEDIAN, one -> one.status().latency().p50(),
            Exposition.P95, one -> one.status().latency().p95()));
    families.several(
        TextFormat.Type.COUNTER,
        "localport_cluster_probes",
        "Probes of the API server, answered and failed.",
        "result",
        one -> results(one.counters().probes()));
    families.one(
        TextFormat.Type.GAUGE,
        "localport_cluster_consecutive_failures",
        "Failed probes since the last answered one.",
        one -> one.status().consecutiveFailures());
  }

  private static void content(Families<ClusterFigures> families) {
    families.one(
        TextFormat.Type.GAUGE,
        "localport_cluster_nodes",
        "Nodes of the cluster.",
        one -> of(one, NodeCounts::total));
    families.one(
        TextFormat.Type.GAUGE,
        "localport_cluster_nodes_ready",
        "Ready nodes.",
        one -> of(one, NodeCounts::ready));
    families.several(
        TextFormat.Type.GAUGE,
        "localport_cluster_pods",
        "Pods of the cluster, by phase.",
        "phase",
        one -> phases(one.status().pods()));
    families.one(
        TextFormat.Type.GAUGE,
        "localport_cluster_warnings",
        "Warnings among the newest events that affect started services.",
        one -> one.status().warnings());
    families.one(
        TextFormat.Type.GAUGE,
        "localport_cluster_missing_permissions",
        "Resources that the user has no permission to read.",
        one -> one.status().missingPermissions().size());
  }

  private static void collections(TextFormat text, List<ClusterFigures> clusters) {
    Families<Collected> counted =
        new Families<>(
            text,
            clusters.stream().flatMap(one -> collected(one).stream()).toList(),
            one -> Map.of("context", one.context(), "resource", one.resource()));
    counted.several(
        TextFormat.Type.COUNTER,
        "localport_cluster_collections",
        "Queries for a resource, answered and failed.",
        "result",
        one -> results(one.counters().results()));
    counted.one(
        TextFormat.Type.COUNTER,
        "localport_cluster_collection_seconds",
        "Total duration of all collections.",
        one -> seconds(one.counters().took()));
    new Families<>(
            text,
            clusters.stream()
                .map(ClusterFigures::status)
                .flatMap(one -> newest(one).stream())
                .toList(),
            one -> Map.of("context", one.context(), "resource", one.resource().resource()))
        .one(
            TextFormat.Type.GAUGE,
            "localport_cluster_last_collection_seconds",
            "Duration of the newest successful collection.",
            one -> one.resource().collectSeconds());
  }

  private static List<Collected> collected(ClusterFigures one) {
    return one.counters().collections().entrySet().stream()
        .map(each -> new Collected(one.status().context(), each.getKey(), each.getValue()))
        .toList();
  }

  private static List<Newest> newest(ClusterStatus status) {
    return status.cached().stream().map(each -> new Newest(status.context(), each)).toList();
  }

  private static Map<String, Long> results(ClusterCounters.Results results) {
    return Map.of("answered", results.answered(), "failed", results.failed());
  }

  private static Map<String, Integer> phases(@Nullable PodCounts pods) {
    return pods == null
        ? Map.of()
        : Map.of(
            "running", pods.running(),
            "pending", pods.pending(),
            "failed", pods.failed(),
            "succeeded", pods.succeeded(),
            "unknown", pods.unknown());
  }

  private static @Nullable Integer of(ClusterFigures one, ToIntFunction<NodeCounts> count) {
    NodeCounts nodes = one.status().nodes();
    return nodes == null ? null : count.applyAsInt(nodes);
  }

  private static double seconds(Duration time) {
    return time.toMillis() / MILLIS_PER_SECOND;
  }

  private static @Nullable Double unixTime(@Nullable Instant when) {
    return when == null ? null : when.toEpochMilli() / MILLIS_PER_SECOND;
  }
}
