package dev.localport.cli;

import dev.localport.api.CachedResource;
import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterEventBuilder;
import dev.localport.api.ClusterReport;
import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.ClusterStatus.Latency;
import dev.localport.api.ClusterStatusBuilder;
import dev.localport.api.ContainerInfo;
import dev.localport.api.ContainerInfoBuilder;
import dev.localport.api.Explanation;
import dev.localport.api.Explanation.Finding;
import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.NodeCounts;
import dev.localport.api.NodeInfo;
import dev.localport.api.NodeInfoBuilder;
import dev.localport.api.PodChange;
import dev.localport.api.PodCounts;
import dev.localport.api.PodInfo;
import dev.localport.api.PodInfoBuilder;
import dev.localport.api.Resources;
import dev.localport.api.SeenEvent;
import dev.localport.api.ServicePod;
import dev.localport.api.Termination;
import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Clusters in states that look different, and what happens in them, as a daemon tells them. */
final class ClusterSamples {
  private static final Instant NOW = Samples.NOW;

  private ClusterSamples() {}

  private static NodeInfo node(String name, boolean ready, @Nullable String trouble) {
    return NodeInfoBuilder.builder()
        .name(name)
        .ready(ready)
        .trouble(trouble)
        .pressures(ready ? List.of() : List.of("memory", "disk"))
        .schedulable(ready)
        .version("v1.34.1")
        .capacity(new Resources(4_000L, 8L << 30))
        .allocatable(new Resources(3_900L, 7L << 30))
        .usage(ready ? new Resources(1_250L, 2L << 30) : null)
        .build();
  }

  /** All is well, but for a pod and a node. */
  static ClusterStatus connected() {
    return ClusterStatusBuilder.builder()
        .context("dev-cluster")
        .server("https://10.0.0.1:6443")
        .state(ClusterState.CONNECTED)
        .version("v1.34.1")
        .latency(new Latency(12.3, 11.0, 30.1))
        .nodes(new NodeCounts(1, 2))
        .nodeList(
            List.of(
                node("node-a", true, null),
                node("node-b", false, "Kubelet stopped posting node status.")))
        .pods(new PodCounts(9, 1, 1, 1, 0, Map.of("CrashLoopBackOff", 2), 17))
        .warnings(2)
        .lastCheck(NOW.minusSeconds(20))
        .lastSuccess(NOW.minusSeconds(20))
        .unready(List.of("etcd failed"))
        .clockSkewSeconds(90.4)
        .cached(
            List.of(
                new CachedResource("nodes", null, NOW.minusSeconds(100), 2, false, 0.031),
                new CachedResource("pods", null, NOW.minusSeconds(100), 12, false, 0.25),
                new CachedResource("pods", "orders", NOW.minusSeconds(5), 1, true, null),
                new CachedResource("events", null, NOW.minusSeconds(4), 3, false, 0.012)))
        .build();
  }

  /** Away for four minutes. */
  static ClusterStatus offline() {
    return state("staging", ClusterState.OFFLINE, 7, true, "no answer within 5 s");
  }

  /** Tells little. */
  static ClusterStatus degraded() {
    ClusterStatus plain = state("prod", ClusterState.DEGRADED, 0, false, null);
    JsonObject json =
        JsonObject.builder()
            .putAll(plain.toJson())
            .put("latency_ms", 612.5)
            .put("degraded_above_ms", 500.0)
            .put("missing_permissions", List.of("list nodes", "list events"))
            .build();
    return ClusterStatus.from(json);
  }

  private static ClusterStatus state(
      String context, ClusterState state, int failures, boolean stale, @Nullable String error) {
    return ClusterStatusBuilder.builder()
        .context(context)
        .server("https://" + context + ":6443")
        .state(state)
        .latency(Latency.UNKNOWN)
        .pods(stale ? new PodCounts(3, 0, 0, 0, 0, Map.of(), 0) : null)
        .lastCheck(NOW.minusSeconds(20))
        .lastSuccess(stale ? NOW.minusSeconds(250) : null)
        .consecutiveFailures(failures)
        .stale(stale)
        .error(error == null ? null : new Failure(FailureKind.UNREACHABLE, error))
        .build();
  }

  /** All of them. */
  static List<ClusterStatus> all() {
    return List.of(
        connected(),
        state("new", ClusterState.CHECKING, 0, false, null),
        degraded(),
        state("quiet", ClusterState.DISABLED, 0, false, null),
        state("shaky", ClusterState.RECONNECTING, 1, true, "connection reset"),
        offline());
  }

  /** As {@code daemon.status} has them. */
  static List<ClusterStatus> brief() {
    return List.of(connected().brief(), offline().brief());
  }

  /** An answer with these. */
  static JsonObject answer(List<ClusterStatus> clusters) {
    return JsonObject.builder().put("clusters", json(clusters)).put("next", null).build();
  }

  /** The same with what happens to services in the connected one. */
  static JsonObject reports(List<ClusterStatus> clusters) {
    List<JsonObject> reports =
        clusters.stream()
            .map(cluster ->
                cluster.context().equals("dev-cluster")
                    ? report(cluster)
                    : ClusterReport.of(cluster))
            .map(ClusterReport::toJson)
            .toList();
    return JsonObject.builder().put("clusters", reports).put("next", null).build();
  }

  private static ClusterReport report(ClusterStatus cluster) {
    ClusterEvent event =
        event(
            "Warning",
            "BackOff",
            "pod/postgres-1",
            "Back-off restarting failed container",
            List.of("orders-db"));
    List<ServicePod> pods =
        pods(false).objects("pods").stream().map(PodInfo::from).map(ServicePod::of).toList();
    return ClusterReport.of(
        cluster, List.of(event), 12, List.of(pods.get(1), pods.get(2), pods.get(0), pods.get(3)));
  }

  private static List<JsonObject> json(List<ClusterStatus> clusters) {
    return clusters.stream().map(ClusterStatus::toJson).toList();
  }

  private static ClusterEvent event(
      String type, String reason, String object, String message, List<String> services) {
    return ClusterEventBuilder.builder()
        .type(type)
        .reason(reason)
        .object(object)
        .namespace(object.startsWith("node/") ? null : "orders")
        .message(message)
        .count(type.equals("Warning") ? 12 : 1)
        .firstSeen(type.equals("Warning") ? NOW.minusSeconds(3_600) : null)
        .lastSeen(NOW.minusSeconds(30))
        .services(services)
        .build();
  }

  /** Two warnings, and something usual; {@code others} are of another cluster. */
  static JsonObject events(boolean others, int next) {
    SeenEvent first =
        new SeenEvent(
            "dev-cluster",
            event(
                "Warning",
                "BackOff",
                "pod/postgres-1",
                "Back-off restarting\nfailed container",
                List.of("orders-db")));
    SeenEvent second =
        new SeenEvent(
            others ? "prod" : "dev-cluster",
            event("Warning", "NodeNotReady", "node/node-b", "Node is not ready", List.of()));
    SeenEvent third =
        new SeenEvent(
            "dev-cluster", event("Normal", "Pulled", "pod/web-1", "Image pulled", List.of()));
    return answer("events", List.of(first.toJson(), second.toJson(), third.toJson()), next);
  }

  /** What {@link #events} has that touches services, and how much of it does not. */
  static JsonObject touching(JsonObject all) {
    List<JsonObject> touching =
        all.objects("events").stream().filter(one -> !one.texts("services").isEmpty()).toList();
    return JsonObject.builder()
        .putAll(all)
        .put("events", touching)
        .put("others", all.objects("events").size() - touching.size())
        .build();
  }

  private static JsonObject answer(String key, List<JsonObject> elements, int next) {
    return JsonObject.builder()
        .put(key, elements)
        .put("next", next == 0 ? null : next)
        .put("clusters", json(List.of(connected().brief(), degraded().brief(), offline().brief())))
        .build();
  }

  private static ContainerInfo container(String name, boolean ready, @Nullable Termination last) {
    return ContainerInfoBuilder.builder()
        .kind(ContainerInfo.CONTAINER)
        .name(name)
        .ready(ready)
        .restarts(last == null ? 0 : 5)
        .state(ready ? "running" : "waiting")
        .reason(ready ? null : "CrashLoopBackOff")
        .last(last)
        .limits(new Resources(null, 64L << 20))
        .usage(ready ? new Resources(10L, 20L << 20) : null)
        .build();
  }

  private static PodInfo pod(
      String context,
      String name,
      boolean ready,
      @Nullable String node,
      boolean deleting,
      boolean stale,
      ContainerInfo... containers) {
    return PodInfoBuilder.builder()
        .context(context)
        .namespace("orders")
        .name(name)
        .phase(node == null ? "Pending" : "Running")
        .ready(ready)
        .deleting(deleting)
        .trouble(ready ? null : "CrashLoopBackOff")
        .node(node)
        .created(NOW.minusSeconds(7_200))
        .conditions(ready ? List.of() : List.of("Ready: ContainersNotReady"))
        .containers(List.of(containers))
        .services(ready ? List.of("orders-db") : List.of("orders-db", "orders-ro"))
        .lastUpdated(NOW.minusSeconds(250))
        .stale(stale)
        .changes(changes(ready))
        .events(
            ready
                ? List.of()
                : List.of(event("Warning", "BackOff", "pod/" + name, "Back-off", List.of())))
        .usageUpdated(NOW.minusSeconds(stale ? 3_600 : 60))
        .build();
  }

  private static List<PodChange> changes(boolean ready) {
    PodChange created = new PodChange(NOW.minusSeconds(7_200), "created", null, null);
    return ready
        ? List.of(new PodChange(NOW.minusSeconds(900), "ready", null, null), created)
        : List.of(
            new PodChange(NOW.minusSeconds(240), "not_ready", null, "ContainersNotReady"),
            new PodChange(NOW.minusSeconds(241), "ended", "db", "OOMKilled (137)"),
            new PodChange(NOW.minusSeconds(7_190), "scheduled", null, null),
            created);
  }

  /** One that is ready, one that crashes, one that goes, and one of a cluster that is away. */
  static JsonObject pods(boolean others) {
    Termination killed = new Termination("OOMKilled", 137, NOW.minusSeconds(240));
    Termination failed = new Termination(null, 1, null);
    PodInfo ready =
        pod(
            "dev-cluster",
            "postgres-0",
            true,
            "node-a",
            false,
            false,
            container("db", true, failed),
            container("side", true, killed));
    PodInfo crashing =
        pod(
            "dev-cluster",
            "postgres-1",
            false,
            "node-b",
            false,
            false,
            container("db", false, killed),
            container("side", true, null));
    PodInfo going = pod("dev-cluster", "postgres-2", false, null, true, false);
    PodInfo away =
        pod(
            others ? "staging" : "dev-cluster",
            "postgres-3",
            true,
            "node-c",
            false,
            true,
            container("db", true, null));
    return answer(
        "pods", List.of(ready.toJson(), crashing.toJson(), going.toJson(), away.toJson()), 0);
  }

  /** With evidence and advice, and without. */
  static JsonObject explanation() {
    return new Explanation(
            "web",
            "web is suspended until a pod behind it is ready.",
            List.of(
                new Finding(
                    "Container app of pod web-1 crashes again and again.",
                    List.of("5 restarts, on node node-b", "it says\nthis"),
                    "Its last words: kubectl logs web-1 --previous."),
                new Finding("Nothing else is known.", List.of(), null)))
        .toJson();
  }
}
