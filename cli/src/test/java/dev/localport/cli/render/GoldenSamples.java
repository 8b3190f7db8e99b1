package dev.localport.cli.render;

import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterEventBuilder;
import dev.localport.api.ClusterReport;
import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.ClusterStatus.Latency;
import dev.localport.api.ClusterStatusBuilder;
import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.HeartbeatStatus;
import dev.localport.api.NodeCounts;
import dev.localport.api.NodeInfo;
import dev.localport.api.NodeInfoBuilder;
import dev.localport.api.PendingOperation;
import dev.localport.api.PodCounts;
import dev.localport.api.PortStatus;
import dev.localport.api.PortStatus.Address;
import dev.localport.api.Resources;
import dev.localport.api.ServicePod;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServiceStatusBuilder;
import dev.localport.api.StatusReply;
import dev.localport.api.TrafficStatusBuilder;
import dev.localport.cli.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One cluster, and five with thirty services in all states, with names of all lengths. Over 300
 * lines, since each service is written out.
 */
public final class GoldenSamples {
  private static final Instant NOW = Samples.NOW;
  private static final String DEV = "dev";
  private static final String STAGING = "staging";
  private static final String PROD = "prod-eu";
  private static final String EAST = "legacy-東京";
  private static final String EKS = "arn:aws:eks:eu-west-1:123456789012:cluster/payments";
  private static final HeartbeatStatus PINGED = heartbeat(true, 1.4);

  private GoldenSamples() {}

  private static HeartbeatStatus heartbeat(boolean healthy, double millis) {
    return new HeartbeatStatus(30, 29, healthy ? 0 : 2, millis, NOW, NOW, healthy);
  }

  private static ServiceStatusBuilder service(
      @Nullable String context, String namespace, String name, int port, String target) {
    return ServiceStatusBuilder.builder()
        .name(name)
        .state("stopped")
        .context(context)
        .namespace(namespace)
        .target(target)
        .ports(List.of(port("http", port)))
        .localPort(port)
        .health("disabled")
        .traffic(TrafficStatusBuilder.builder().build())
        .heartbeat(new HeartbeatStatus(0, 0, 0, null, null, null, false))
        .maxAttempts(10);
  }

  private static PortStatus port(String remote, int local) {
    return new PortStatus(null, remote, List.of(new Address("127.0.0.1", local)));
  }

  private static ServiceStatusBuilder up(ServiceStatusBuilder service, int minutes, String... pod) {
    return service
        .state("connected")
        .pods(List.of(pod))
        .heartbeat(PINGED)
        .connectedSince(NOW.minusSeconds(60L * minutes))
        .uptimeSeconds(60L * minutes);
  }

  private static ServiceStatus waiting(
      ServiceStatusBuilder service, String reason, FailureKind kind, String why) {
    return service
        .state("suspended")
        .reason(reason)
        .lastError(new Failure(kind, why))
        .nextRetryAt(reason.equals("cluster_offline") ? null : NOW.plusSeconds(8))
        .build();
  }

  private static ServiceStatus offline(
      String name, int port, int held, long operation, String asked) {
    return waiting(
        service(STAGING, "shop", name, port, "service/web")
            .traffic(TrafficStatusBuilder.builder().held(held).total(held).build())
            .pending(new PendingOperation(operation, asked, NOW.minusSeconds(9))),
        "cluster_offline",
        FailureKind.UNREACHABLE,
        "the API server https://10.0.0.7:6443 cannot be reached: no answer within 5 s");
  }

  /** The services of one cluster: works, fails, waits. */
  private static List<ServiceStatus> dev() {
    String lost = "the API server https://10.0.0.1:6443 cannot be reached: connection reset";
    return List.of(
        up(service(DEV, "shop", "orders-api", 18080, "service/web"), 12, "web-686ff9b5b8-xq9hg")
            .traffic(TrafficStatusBuilder.builder().active(2).total(12).build())
            .build(),
        up(service(DEV, "shop", "orders-db", 15432, "statefulset/db"), 125, "db-1").build(),
        up(service(DEV, "shop", "echo", 17000, "service/echo"), 12, "echo-1", "echo-2")
            .ports(
                List.of(
                    port("7000", 17000),
                    new PortStatus(null, "80", List.of(new Address("127.0.0.5", 17001)))))
            .build(),
        up(service(DEV, "store", "shop", 18180, "service/shop"), 6, "shop-87bdf8fdb-f2cjf")
            .health("unhealthy")
            .lastError(
                new Failure(
                    FailureKind.SESSION,
                    "GET /status/500 returned 500, expected 200, 201, 202 or 204 (for 2m)"))
            .build(),
        up(service(DEV, "shop", "broken", 18555, "service/faults"), 6, "faults-6d4cf56db6-7xkzq")
            .traffic(
                TrafficStatusBuilder.builder()
                    .total(2)
                    .failed(2)
                    .failedByCause(Map.of("refused", 2L))
                    .build())
            .build(),
        waiting(
            service(DEV, "shop", "payments", 18092, "service/crasher"),
            "no_ready_pod",
            FailureKind.NO_READY_POD,
            "no pod of service/crasher in namespace shop is ready: crasher-5d9 is in"
                + " CrashLoopBackOff (サービスを開始できません)"),
        service(DEV, "shop", "ledger", 18093, "deployment/ledger")
            .state("reconnecting")
            .attempt(3)
            .nextRetryAt(NOW.plusMillis(11_500))
            .lastError(new Failure(FailureKind.UNREACHABLE, lost))
            .build(),
        service(DEV, "shop", "inventory", 18094, "daemonset/inventory").state("connecting").build(),
        service(DEV, "shop", "reports", 18095, "service/reports").state("idle").build(),
        service(DEV, "shop", "admin", 18096, "service/admin").ports(closed()).build(),
        up(
                service(
                    DEV,
                    "shop",
                    "a-service-with-one-of-the-longest-names-of-all",
                    18097,
                    "service/a-service-with-one-of-the-longest-names-of-all"),
                1,
                "a-service-with-one-of-the-longest-names-of-all-7d9c5b8f6-zzzzz")
            .build());
  }

  private static List<PortStatus> closed() {
    return List.of(new PortStatus(null, "http", List.of()));
  }

  private static List<ServiceStatus> staging() {
    return List.of(
        offline("stg-api", 28080, 3, 14, "start"),
        offline("stg-db", 28081, 0, 12, "restart"),
        offline("stg-search", 28082, 1, 14, "start"),
        service(STAGING, "shop", "stg-web", 28083, "service/web")
            .state("reconnecting")
            .attempt(2)
            .lastError(new Failure(FailureKind.UNREACHABLE, "no answer within 5 s"))
            .build(),
        up(service(STAGING, "shop", "stg-cache", 28084, "pod/cache-0"), 44, "cache-0").build(),
        service(STAGING, "shop", "stg-admin", 28085, "service/admin").ports(closed()).build());
  }

  private static List<ServiceStatus> prod() {
    return List.of(
        up(service(PROD, "team", "prod-app", 38080, "pod/app-549"), 3, "app-549")
            .production(true)
            .build(),
        up(service(PROD, "team", "prod-db", 38081, "statefulset/db"), 300, "db-0")
            .heartbeat(heartbeat(true, 812))
            .build(),
        up(service(PROD, "team", "prod-web", 38082, "service/web"), 300, "web-7c5ddbdf54-q6l7m")
            .heartbeat(heartbeat(false, 2))
            .build(),
        waiting(
            service(PROD, "team", "prod-mail", 38083, "service/mail").ports(closed()),
            "port_taken",
            FailureKind.PORT_TAKEN,
            "127.0.0.1:38083 is taken by nginx (pid 812); stop it, or set local_port: auto"),
        waiting(
            service(PROD, "team", "prod-auth", 38084, "replicaset/auth"),
            "forbidden",
            FailureKind.FORBIDDEN,
            "missing permission: create pods/portforward in namespace team"),
        service(PROD, "team", "prod-batch", 38085, "job/batch").ports(closed()).build());
  }

  private static List<ServiceStatus> others() {
    return List.of(
        waiting(
            service(EAST, "default", "nosuch", 48080, "service/nosuch"),
            "target_missing",
            FailureKind.TARGET_MISSING,
            "there is no service/nosuch in namespace default"),
        waiting(
            service(EAST, "default", "flapping", 48081, "service/flap"),
            "circuit_open",
            FailureKind.SESSION,
            "5 attempts in a row failed: the session was lost"),
        service(EAST, "default", "given-up", 48082, "service/old")
            .state("failed")
            .lastError(new Failure(FailureKind.SESSION, "the pod closed the session"))
            .build(),
        service(EAST, "default", "by-hand", 48083, "service/old")
            .state("disconnected")
            .lastError(new Failure(FailureKind.SESSION, "the session was lost"))
            .build(),
        waiting(
            service(EKS, "pay", "pay-api", 58080, "service/pay"),
            "credentials",
            FailureKind.CREDENTIALS,
            "the cluster rejected your credentials (401)"),
        waiting(
            service(EKS, "pay", "pay-low", 443, "service/pay").ports(closed()),
            "port_denied",
            FailureKind.PORT_DENIED,
            "127.0.0.1:443 may not be opened by this user; use a port from 1024 on"),
        service(null, "shop", "unset", 58082, "service/unset")
            .ports(closed())
            .lastError(
                new Failure(
                    FailureKind.CONFIGURATION,
                    "/home/me/localport.yaml:7:18: services[0].connection.namespace: the variable"
                        + " SHOP_NAMESPACE is not set; set it in the shell, or write"
                        + " ${SHOP_NAMESPACE:default}"))
            .build());
  }

  private static ClusterStatusBuilder cluster(String context, ClusterState state) {
    return ClusterStatusBuilder.builder()
        .context(context)
        .server("https://" + context.length() + ".example.com:6443")
        .state(state)
        .version("v1.34.1")
        .latency(new Latency(15.7, 11.0, 4809.7))
        .degradedAboveMillis(500.0)
        .nodes(new NodeCounts(1, 2))
        .nodeList(List.of(node("node-a", true), node("node-b.eu-west-1.compute.internal", false)))
        .pods(new PodCounts(9, 1, 1, 1, 0, Map.of("CrashLoopBackOff", 2), 17))
        .warnings(2)
        .lastCheck(NOW.minusSeconds(20))
        .lastSuccess(NOW.minusSeconds(20));
  }

  private static NodeInfo node(String name, boolean ready) {
    return NodeInfoBuilder.builder()
        .name(name)
        .ready(ready)
        .pressures(ready ? List.of() : List.of("memory", "disk"))
        .schedulable(true)
        .version("v1.34.1")
        .capacity(new Resources(4_000L, 8L << 30))
        .allocatable(new Resources(3_900L, 7L << 30))
        .build();
  }

  private static ClusterStatusBuilder down(
      ClusterStatusBuilder cluster, FailureKind kind, String why) {
    return cluster
        .latency(Latency.UNKNOWN)
        .lastSuccess(NOW.minusSeconds(44))
        .consecutiveFailures(3)
        .stale(true)
        .error(new Failure(kind, why));
  }

  private static List<ClusterStatus> clusters() {
    return List.of(
        cluster(EKS, ClusterState.ERROR)
            .latency(Latency.UNKNOWN)
            .error(
                new Failure(
                    FailureKind.CREDENTIALS,
                    "the cluster rejected your credentials (401); log in: localport login " + EKS))
            .build(),
        cluster(DEV, ClusterState.CONNECTED).build(),
        cluster(EAST, ClusterState.DEGRADED)
            .latency(new Latency(612.5, 500.0, 1_400.0))
            .insecure(true)
            .build(),
        cluster(PROD, ClusterState.CONNECTED)
            .latency(new Latency(5.9, 5.0, 7.0))
            .missingPermissions(List.of("list nodes", "list events"))
            .build(),
        down(
                cluster(STAGING, ClusterState.OFFLINE),
                FailureKind.UNREACHABLE,
                "the API server https://10.0.0.7:6443 cannot be reached: no answer within 5 s")
            .build());
  }

  /** Returns a status of one context, or of five with thirty services. */
  public static StatusReply status(boolean several) {
    List<ServiceStatus> services = new ArrayList<>(dev());
    if (several) {
      services.addAll(staging());
      services.addAll(prod());
      services.addAll(others());
    }
    return new StatusReply(
        StatusReply.Overall.DEGRADED,
        Samples.status().daemon(),
        services,
        several ? clusters() : clusters().subList(1, 2),
        List.of());
  }

  /** Returns what {@code cluster status} knows of one cluster, or of five. */
  static List<ClusterReport> reports(boolean several) {
    return several
        ? clusters().stream().map(GoldenSamples::report).toList()
        : List.of(report(clusters().get(1)));
  }

  private static ClusterReport report(ClusterStatus cluster) {
    List<String> names = dev().stream().map(ServiceStatus::name).toList();
    return cluster.context().equals(DEV)
        ? ClusterReport.of(
            cluster,
            List.of(event(names), event(List.of("payments"))),
            12,
            List.of(pod("crasher-5d9", false, names), pod("web-686ff9b5b8-xq9hg", true, names)))
        : ClusterReport.of(cluster);
  }

  private static ClusterEvent event(List<String> services) {
    return ClusterEventBuilder.builder()
        .type("Warning")
        .reason("BackOff")
        .object("pod/crasher-5d9")
        .namespace("shop")
        .message(
            "Back-off restarting failed container server in pod"
                + " crasher-5d9_shop(216478c7-3bdb-4d82-b2af-f9cbf4330c76), 再起動しています")
        .count(186)
        .firstSeen(NOW.minusSeconds(3_600))
        .lastSeen(NOW.minusSeconds(30))
        .services(services)
        .build();
  }

  private static ServicePod pod(String name, boolean ready, List<String> services) {
    return new ServicePod(
        "shop",
        name,
        "Running",
        ready,
        ready ? null : "CrashLoopBackOff",
        ready ? 0 : 21,
        services,
        NOW.minusSeconds(43),
        NOW.minusSeconds(5),
        false);
  }
}
