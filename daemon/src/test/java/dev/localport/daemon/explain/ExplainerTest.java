package dev.localport.daemon.explain;

import static dev.localport.daemon.explain.Given.NOW;
import static dev.localport.daemon.explain.Given.container;
import static dev.localport.daemon.explain.Given.ended;
import static dev.localport.daemon.explain.Given.node;
import static dev.localport.daemon.explain.Given.pod;
import static dev.localport.daemon.explain.Given.service;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.AttemptLimit;
import dev.localport.api.ClusterState;
import dev.localport.api.ContainerInfo;
import dev.localport.api.ContainerInfoBuilder;
import dev.localport.api.Explanation;
import dev.localport.api.Explanation.Finding;
import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.HeartbeatStatus;
import dev.localport.api.PodInfo;
import dev.localport.api.Resources;
import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every explanation word for word, as {@code explanations.txt} has it.
 *
 * <p>Over 300 lines, since it is one table: what is given in each case stands beside the others.
 */
class ExplainerTest {
  private static final ContainerInfo RUNNING = container(false, "running", null, null, null);

  private static final String BACK_OFF =
      "back-off 5m0s restarting failed container=app pod=web-1_shop";

  private final Map<String, Given> cases = new LinkedHashMap<>();

  private void works() {
    cases.put(
        "connected and healthy",
        service("connected", null).cluster(ClusterState.CONNECTED, node(true, null)));
    cases.put(
        "connected, with what failed before",
        service("connected", null)
            .failed(Map.of("reset", 2L, "session_lost", 1L))
            .failing(FailureKind.SESSION, "the API server closed the session")
            .but("reconnects", 1));
    cases.put("idle", service("idle", null).but("pods", List.of()));
    cases.put("stopped", service("stopped", null));
    cases.put("connecting", service("connecting", null));
    cases.put("a state of a newer daemon", service("hovering", null));
  }

  private void cluster() {
    cases.put(
        "the cluster is offline",
        service("suspended", "cluster_offline")
            .failing(FailureKind.UNREACHABLE, "the cluster does not answer")
            .cluster(ClusterState.OFFLINE)
            .clusterBut("error", failure(FailureKind.UNREACHABLE, "no answer within 5 s")));
    cases.put(
        "the cluster never answered",
        service("suspended", "cluster_offline")
            .cluster(ClusterState.OFFLINE)
            .clusterBut("last_success", null)
            .clusterBut("consecutive_failures", 1));
    cases.put(
        "the cluster is offline, and data came until four seconds ago",
        service("suspended", "cluster_offline")
            .but(
                "heartbeat",
                new HeartbeatStatus(30, 28, 2, null, NOW, NOW.minusSeconds(4), false).toJson())
            .cluster(ClusterState.OFFLINE));
    cases.put(
        "the session lives while the cluster is offline",
        service("connected", null).cluster(ClusterState.OFFLINE));
    cases.put(
        "the cluster missed a probe",
        service("reconnecting", null)
            .but("attempt", 3)
            .but("next_retry_at", NOW.plusMillis(11_500).toString())
            .failing(FailureKind.UNREACHABLE, "the API server cannot be reached: timed out")
            .cluster(ClusterState.RECONNECTING));
    cases.put(
        "many services retry at once",
        service("reconnecting", null)
            .but("attempt", 2)
            .failing(FailureKind.SESSION, "the API server closed the session")
            .cluster(ClusterState.CONNECTED, node(true, null))
            .clusterBut("attempt_limit", new AttemptLimit(0, 42, 50).toJson()));
    cases.put(
        "nobody watches the cluster and it is not reached",
        service("reconnecting", null)
            .but("attempt", 1)
            .but("max_attempts", 0)
            .failing(FailureKind.UNREACHABLE, "the API server cannot be reached: refused"));
    cases.put(
        "the cluster is slow",
        service("connected", null)
            .cluster(ClusterState.DEGRADED)
            .clusterBut("latency_ms_p50", 612.0)
            .clusterBut("degraded_above_ms", 500.0)
            .clusterBut("latency_ms_p95", 2_100.5)
            .clusterBut("unready", List.of("etcd failed")));
    cases.put(
        "the cluster answers with errors",
        service("connected", null)
            .cluster(ClusterState.DEGRADED)
            .clusterBut("latency_ms_p50", null)
            .clusterBut("error", failure(FailureKind.SESSION, "the API server answered 503")));
    cases.put(
        "the cluster does not tell everything",
        service("connected", null)
            .cluster(ClusterState.CONNECTED)
            .clusterBut("missing_permissions", List.of("list nodes", "list events")));
    cases.put(
        "the cluster's certificate is not verified",
        service("connected", null).cluster(ClusterState.CONNECTED).clusterBut("insecure", true));
    cases.put(
        "nobody watches over a cluster whose certificate is not verified",
        service("connected", null).but("insecure", true));
    cases.put(
        "the cluster refuses us, and the session lives",
        service("connected", null)
            .cluster(ClusterState.ERROR)
            .clusterBut("error", failure(FailureKind.CREDENTIALS, "401; log in again")));
    cases.put(
        "the clocks differ",
        service("connected", null)
            .cluster(ClusterState.CONNECTED)
            .clusterBut("clock_skew_seconds", -90.4));
  }

  private static JsonObject port(String remote, String local) {
    return JsonObject.parse(
        "{\"name\":null,\"remote\":\"%s\",\"local\":[%s]}".formatted(remote, local));
  }

  private static Object failure(FailureKind kind, String message) {
    return new Failure(kind, message).toJson();
  }

  private void access() {
    cases.put(
        "credentials are refused, and the clock is wrong",
        service("suspended", "credentials")
            .but("next_retry_at", NOW.plusSeconds(30).toString())
            .failing(
                FailureKind.CREDENTIALS,
                "the API server https://10.0.0.1:6443 does not accept the credentials of context"
                    + " dev (401); log in again")
            .cluster(ClusterState.ERROR)
            .clusterBut("error", failure(FailureKind.CREDENTIALS, "401; log in again"))
            .clusterBut("clock_skew_seconds", 301.0));
    cases.put(
        "the plug-in failed",
        service("suspended", "credentials")
            .failing(
                FailureKind.CREDENTIALS,
                "the credential plug-in aws ended with 255: The SSO session has expired"));
    cases.put(
        "forbidden in a namespace",
        service("suspended", "forbidden")
            .but("next_retry_at", NOW.plusSeconds(60).toString())
            .failing(
                FailureKind.FORBIDDEN,
                "the cluster forbids it: pods \"web-1\" is forbidden: User \"eve\" cannot create"
                    + " resource \"pods/portforward\" in API group \"\" in the namespace"
                    + " \"shop\""));
    cases.put(
        "forbidden in the whole cluster",
        service("suspended", "forbidden")
            .but("context", null)
            .failing(
                FailureKind.FORBIDDEN,
                "namespaces is forbidden: it cannot list resource \"namespaces\" at the cluster"
                    + " scope"));
    cases.put(
        "forbidden in other words",
        service("suspended", "forbidden").failing(FailureKind.FORBIDDEN, "a gateway says no"));
    cases.put(
        "forbidden without a reason",
        service("suspended", "forbidden")
            .failing(
                FailureKind.FORBIDDEN,
                "the cluster forbids it: Forbidden; missing permission: create pods/portforward in"
                    + " namespace shop"));
    cases.put(
        "no kubeconfig",
        service("suspended", "credentials")
            .but("context", null)
            .but("namespace", null)
            .failing(
                FailureKind.KUBECONFIG,
                "no kubeconfig: /home/me/.kube/config does not exist; set KUBECONFIG, or kubeconfig"
                    + " in the configuration"));
    cases.put(
        "no such context",
        service("suspended", "target_missing")
            .failing(FailureKind.CONTEXT_MISSING, "/k has no context \"dev\"; it has prod"));
    cases.put(
        "a pod runs and is not Ready, of the command line",
        service("suspended", "no_ready_pod")
            .but("config_file", null)
            .but(
                "ports",
                List.of(port("80", "{\"address\":\"127.0.0.1\",\"port\":8080}"), port("http", "")))
            .pod("web-1", null, container(false, "running", null, null, null)));
    cases.put(
        "a variable of it is not set",
        service("stopped", null)
            .failing(
                FailureKind.CONFIGURATION,
                "/home/me/localport.yaml:4:9: services[0].local_port: the variable PORT is not"
                    + " set; set it in the shell, or write ${PORT:default}"));
    cases.put(
        "a certificate that is not trusted",
        service("suspended", "credentials")
            .failing(FailureKind.CERTIFICATE, "the API server is not trusted: unknown issuer"));
    cases.put(
        "no such target",
        service("suspended", "target_missing")
            .failing(FailureKind.TARGET_MISSING, "services \"web\" not found"));
    cases.put(
        "no such target, in an included file",
        service("suspended", "target_missing")
            .writtenIn("/home/me/team/team.yaml")
            .failing(FailureKind.TARGET_MISSING, "services \"web\" not found"));
    cases.put(
        "no such pod by labels, of the command line",
        service("suspended", "target_missing")
            .but("target", "selector/app=web")
            .but("config_file", null)
            .failing(FailureKind.TARGET_MISSING, "namespaces \"shop\" not found"));
    cases.put(
        "the port is taken",
        service("suspended", "port_taken")
            .but("next_retry_at", NOW.plusSeconds(10).toString())
            .failing(
                FailureKind.PORT_TAKEN,
                "127.0.0.1:8080 is taken by nginx (pid 812); free it, or set local_port: auto"));
    cases.put(
        "the port is taken, of an included file",
        service("suspended", "port_taken")
            .writtenIn("/home/me/team/team.yaml")
            .failing(
                FailureKind.PORT_TAKEN,
                "127.0.0.1:8080 is taken by nginx (pid 812); free it, or set local_port: auto"));
    cases.put(
        "the port is below 1024",
        service("suspended", "port_denied")
            .but("next_retry_at", NOW.plusSeconds(60).toString())
            .failing(
                FailureKind.PORT_DENIED,
                "127.0.0.1:80: ports below 1024 need privileges here; use e.g. 8080"));
  }

  private static Given noReadyPod() {
    return service("suspended", "no_ready_pod")
        .failing(
            FailureKind.NO_READY_POD,
            "no pod of service/web in namespace shop is ready: web-1 (CrashLoopBackOff)")
        .cluster(ClusterState.CONNECTED, node(true, null));
  }

  private static ContainerInfo kind(String kind, ContainerInfo container) {
    return ContainerInfoBuilder.builder(container).kind(kind).build();
  }

  private void containers() {
    ContainerInfo crashing =
        container(false, "waiting", "CrashLoopBackOff", BACK_OFF, ended("Error", 1));
    cases.put(
        "pods crash",
        noReadyPod()
            .pod("web-1", "CrashLoopBackOff", crashing)
            .pod("web-2", "CrashLoopBackOff", crashing)
            .pod("web-3", "CrashLoopBackOff", crashing)
            .but("next_retry_at", NOW.plusSeconds(10).toString()));
    cases.put(
        "the pod behind a connected service crashes",
        service("connected", null)
            .cluster(ClusterState.CONNECTED, node(true, null))
            .pod("web-1", "CrashLoopBackOff", crashing));
    cases.put(
        "an init container crashes",
        noReadyPod()
            .pod(
                "web-1",
                "Init:CrashLoopBackOff",
                kind("init", crashing),
                container(false, "waiting", "PodInitializing", null, null)));
    cases.put(
        "a sidecar crashes",
        noReadyPod()
            .pod(
                "web-1",
                "CrashLoopBackOff",
                kind("sidecar", crashing),
                container(true, "running", null, null, null)));
    cases.put(
        "the image of an init container cannot be pulled",
        noReadyPod()
            .pod(
                "web-1",
                "Init:ErrImagePull",
                kind("init", container(false, "waiting", "ErrImagePull", "not found", null)),
                container(false, "waiting", "PodInitializing", null, null)));
    cases.put(
        "a container has just crashed",
        noReadyPod().pod("web-1", null, container(false, "terminated", "Error", null, null)));
    cases.put(
        "a container is between two crashes",
        noReadyPod().pod("web-1", null, container(false, "running", null, null, ended(null, 2))));
    cases.put(
        "out of memory",
        noReadyPod()
            .pod(
                "web-1",
                "CrashLoopBackOff",
                container(false, "waiting", "CrashLoopBackOff", null, ended("OOMKilled", 137))));
    cases.put(
        "out of memory on a node that has none left",
        service("suspended", "no_ready_pod")
            .cluster(ClusterState.CONNECTED, node(true, null, "memory"))
            .pod("web-1", null, container(false, "running", null, null, ended("OOMKilled", 137))));
    ContainerInfo unlimited =
        ContainerInfoBuilder.builder()
            .kind(ContainerInfo.CONTAINER)
            .name("app")
            .state("terminated")
            .reason("OOMKilled")
            .build();
    cases.put("out of memory without a limit", noReadyPod().pod("web-1", null, unlimited));
    cases.put(
        "the image cannot be pulled",
        noReadyPod()
            .pod(
                "web-1",
                "ImagePullBackOff",
                container(false, "waiting", "ImagePullBackOff", "Back-off pulling \"web:9\"", null))
            .event("Failed", "pod/web-1", "Failed to pull image \"web:9\": not found")
            .event("Failed", "pod/web-2", "of another pod"));
    cases.put(
        "a secret is missing",
        noReadyPod()
            .pod(
                "web-1",
                "CreateContainerConfigError",
                container(
                    false,
                    "waiting",
                    "CreateContainerConfigError",
                    "secret \"web\" not found",
                    null)));
    cases.put(
        "a container has done its work",
        noReadyPod().pod("web-1", null, container(false, "terminated", "Completed", null, null)));
  }

  private void pods() {
    cases.put(
        "there is no pod",
        noReadyPod()
            .failing(
                FailureKind.NO_READY_POD,
                "no pod of service/web in namespace shop is ready: there are none"));
    cases.put(
        "the workload is scaled to zero",
        noReadyPod()
            .failing(
                FailureKind.NO_READY_POD,
                "no pod of service/web in namespace shop is ready: there are none")
            .scaledToZero("deployment/web")
            .pod(pod("web-1", "Running", true, true, null, "node-a", List.of(), RUNNING)));
    cases.put(
        "a pod is ready by now",
        noReadyPod().pod(pod("web-1", "Running", true, false, null, "node-a", List.of(), RUNNING)));
    cases.put(
        "no node has room",
        noReadyPod()
            .pod(pod("web-1", "Pending", false, false, "Unschedulable", null, List.of()))
            .event(
                "FailedScheduling", "pod/web-1", "0/2 nodes are available: 2 Insufficient cpu."));
    cases.put(
        "no node has room, by the pod's condition",
        noReadyPod()
            .pod(
                pod(
                    "web-1",
                    "Pending",
                    false,
                    false,
                    "Unschedulable",
                    null,
                    List.of("PodScheduled: Unschedulable (0/2 nodes are available)"))));
    cases.put(
        "the readiness probe fails",
        noReadyPod()
            .pod("web-1", "ContainersNotReady", RUNNING)
            .event("Unhealthy", "pod/web-1", "Readiness probe failed: HTTP 503"));
    cases.put(
        "a volume cannot be mounted",
        noReadyPod()
            .pod(
                "web-1",
                "ContainerCreating",
                container(false, "waiting", "ContainerCreating", null, null))
            .event("FailedMount", "pod/web-1", "secret \"tls\" not found"));
    cases.put(
        "a pod is not ready yet",
        noReadyPod()
            .pod(
                pod(
                    "web-1",
                    "Pending",
                    false,
                    false,
                    "ContainerCreating",
                    "node-a",
                    List.of("Ready: ContainersNotReady"),
                    container(false, "waiting", "ContainerCreating", null, null))));
    cases.put(
        "pods are being replaced",
        noReadyPod().pod(pod("web-1", "Running", true, true, null, "node-a", List.of(), RUNNING)));
    cases.put(
        "one pod of several is ailing",
        service("connected", null)
            .cluster(ClusterState.CONNECTED, node(true, null))
            .pod(pod("web-1", "Running", true, false, null, "node-a", List.of(), RUNNING))
            .pod("web-2", null, RUNNING));
    cases.put("pods as they were before the cluster went away", stale());
  }

  private void memory() {
    ContainerInfo running = container(true, "running", null, null, null);
    cases.put(
        "memory near the limit",
        service("connected", null)
            .cluster(ClusterState.CONNECTED, node(true, null))
            .pod(using(60L << 20, container(true, "running", null, null, ended("OOMKilled", 137))))
            .pod(using(56L << 20, running)));
    cases.put(
        "out of memory, and measured before",
        noReadyPod()
            .pod(
                using(
                    61L << 20,
                    container(
                        false, "waiting", "CrashLoopBackOff", null, ended("OOMKilled", 137)))));
  }

  private static PodInfo using(long memory, ContainerInfo container) {
    return pod("web-1", "Running", container.ready(), false, null, "node-a", List.of(), container)
        .using(Map.of("app", new Resources(5L, memory)), NOW.minusSeconds(40));
  }

  private static Given stale() {
    PodInfo pod = pod("web-1", "Running", false, false, null, "node-a", List.of(), RUNNING);
    PodInfo old = pod.usedBy(pod.services(), true);
    return service("suspended", "cluster_offline").cluster(ClusterState.OFFLINE).pod(old);
  }

  private void nodes() {
    String silent = "Kubelet stopped posting node status.";
    cases.put(
        "the kubelet has stopped",
        service("suspended", "no_ready_pod")
            .cluster(ClusterState.CONNECTED, node(false, silent))
            .pod("web-1", "NodeNotReady", RUNNING));
    cases.put(
        "the node is not ready",
        service("suspended", "no_ready_pod")
            .but("context", null)
            .cluster(ClusterState.CONNECTED, node(false, null))
            .pod("web-1", null, RUNNING));
    cases.put(
        "the node is short of memory",
        service("suspended", "no_ready_pod")
            .cluster(ClusterState.CONNECTED, node(true, null, "memory", "disk"))
            .pod("web-1", "Evicted", RUNNING));
  }

  private void attempts() {
    cases.put(
        "the circuit is open",
        service("suspended", "circuit_open")
            .but("next_retry_at", NOW.plusSeconds(240).toString())
            .failing(FailureKind.SESSION, "the new session did not answer a ping within 4 s")
            .cluster(ClusterState.CONNECTED));
    cases.put(
        "failed after all attempts",
        service("failed", null)
            .failing(FailureKind.SESSION, "the API server answered 500")
            .failed(Map.of("hold_timeout", 3L, "hold_overflow", 1L)));
    cases.put(
        "disconnected without automatic reconnect",
        service("disconnected", null).failing(FailureKind.SESSION, "the session broke: reset"));
    cases.put(
        "suspended for a reason of a newer daemon",
        service("suspended", "full_moon").but("next_retry_at", NOW.toString()));
    cases.put(
        "the monitor has not noticed the return yet",
        service("suspended", "cluster_offline").cluster(ClusterState.CONNECTED));
  }

  private void traffic() {
    cases.put(
        "the pod refuses connections",
        service("connected", null).failed(Map.of("refused", 12L, "stopped", 1L)));
    cases.put(
        "the health check fails",
        service("connected", null)
            .but("health", "unhealthy")
            .failing(FailureKind.SESSION, "GET /healthz answered 500"));
    cases.put(
        "a ping is late",
        service("connected", null)
            .but("heartbeat", new HeartbeatStatus(30, 28, 2, null, NOW, NOW, false).toJson()));
  }

  @TestFactory
  Stream<DynamicTest> eachCaseIsExplainedWordForWord() throws IOException {
    works();
    cluster();
    access();
    containers();
    pods();
    memory();
    nodes();
    attempts();
    traffic();
    Map<String, String> written = written();
    assertThat(written.keySet()).containsExactlyElementsOf(cases.keySet());
    return cases.entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey(),
                () ->
                    assertThat(text(entry.getValue().facts()))
                        .isEqualTo(written.get(entry.getKey()))));
  }

  @Test
  void agesHaveTwoUnitsAtMostAndListsAreShort() {
    assertThat(Phrases.ago(NOW.minusSeconds(59), NOW)).isEqualTo("59s ago");
    assertThat(Phrases.ago(NOW.minusSeconds(3_600), NOW)).isEqualTo("1h ago");
    assertThat(Phrases.ago(NOW.minusSeconds(100_000), NOW)).isEqualTo("1d 3h ago");
    assertThat(Phrases.ago(NOW.plusSeconds(5), NOW)).isEqualTo("0s ago");
    assertThat(Phrases.until(NOW, NOW)).isEqualTo("now");
    assertThat(Phrases.list(List.of())).isEmpty();
    assertThat(Phrases.list(List.of("a"))).isEqualTo("a");
    assertThat(Phrases.list(List.of("a", "b", "c", "d"))).isEqualTo("a, b, c and d");
    assertThat(Phrases.list(List.of("a", "b", "c", "d", "e"))).isEqualTo("a, b, c and 2 more");
  }

  private static String text(Facts facts) {
    Explanation explanation = Explainer.explain(facts);
    StringBuilder text = new StringBuilder(explanation.headline()).append('\n');
    for (Finding finding : explanation.findings()) {
      text.append("* ").append(finding.what()).append('\n');
      finding.evidence().forEach(evidence -> text.append("  - ").append(evidence).append('\n'));
      if (finding.todo() != null) {
        text.append("  → ").append(finding.todo()).append('\n');
      }
    }
    return text.toString();
  }

  private static Map<String, String> written() throws IOException {
    Map<String, String> written = new LinkedHashMap<>();
    try (InputStream file = ExplainerTest.class.getResourceAsStream("explanations.txt")) {
      String all = new String(Objects.requireNonNull(file).readAllBytes(), UTF_8);
      for (String section : all.split("(?m)^## ", -1)) {
        int end = section.indexOf('\n');
        if (end > 0) {
          written.put(section.substring(0, end), section.substring(end + 1).stripTrailing() + "\n");
        }
      }
    }
    return written;
  }
}
