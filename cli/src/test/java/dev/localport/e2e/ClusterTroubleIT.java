package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ExitCode;
import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes wrong in a cluster is told by {@code status}, {@code cluster status} and {@code
 * explain}, in words that name it. How long that took, and the words, are printed for whoever reads
 * the build.
 */
@Tag("ci")
@OnRealCluster
@FaultsCluster
class ClusterTroubleIT {
  private static final String PODS_IN_TROUBLE =
      """
      version: "1.0"
      services:
        - {name: crasher, local_port: auto, remote_port: 80,
           connection: {resource_name: crasher, namespace: lp-demo}}
        - {name: noimage, local_port: auto, remote_port: 80,
           connection: {resource_type: pod, resource_name: noimage, namespace: lp-demo}}
        - {name: pending, local_port: auto, remote_port: 80,
           connection: {resource_type: pod, resource_name: pending, namespace: lp-demo}}
      """;

  @TempDir Path temporary;

  @Test
  void podsThatCannotServeAreExplained(TestCluster cluster)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      localport.config(PODS_IN_TROUBLE);
      long begun = System.nanoTime();
      assertThat(localport.run("start").exit()).isEqualTo(3);

      told(localport, begun, "explain", "crasher", "CrashLoopBackOff");
      told(localport, begun, "explain", "noimage", "image");
      told(localport, begun, "explain", "pending", "FailedScheduling");
      told(localport, begun, "status", "crasher", "no ready pod");
    }
  }

  /** Waits until a command about a service says it. */
  private static String told(
      LocalportProgram localport, long begun, String command, String about, String word)
      throws InterruptedException {
    String text =
        Await.until(
            "%s %s says %s".formatted(command, about, word),
            () -> localport.run(command, about).stdout(),
            said -> said.contains(word));
    System.out.printf("%s %s after %.1f s:%n%s%n", command, about, since(begun), text);
    return text;
  }

  private static double since(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }

  @Test
  @NeedsFaults
  void aPausedApiServerIsNoticedAndWaitedFor(TestCluster cluster)
      throws IOException, InterruptedException {
    isNoticedAndWaitedFor(cluster, () -> cluster.faults().pause("apiserver"));
  }

  @Test
  @NeedsFaults
  void aStoppedApiServerIsNoticedAndWaitedFor(TestCluster cluster)
      throws IOException, InterruptedException {
    isNoticedAndWaitedFor(cluster, () -> cluster.faults().stop("apiserver"));
  }

  /** Begins an outage. */
  @FunctionalInterface
  private interface Trouble {
    Faults.Outage begin() throws IOException, InterruptedException;
  }

  private void isNoticedAndWaitedFor(TestCluster cluster, Trouble trouble)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = web(cluster.kubeconfig())) {
      int port = Ports.of(localport, "web");
      long begun = System.nanoTime();
      try (Faults.Outage _ = trouble.begin()) {
        awaitOffline(localport, begun);
      }
      awaitBack(localport, port);
    }
  }

  private static void awaitOffline(LocalportProgram localport, long begun)
      throws IOException, InterruptedException {
    JsonObject known =
        Await.until(
            "cluster that is away", () -> cluster(localport), now -> state(now).equals("offline"));
    System.out.printf("cluster status says offline after %.1f s%n", since(begun));
    assertThat(known.flag("stale", false)).isTrue();
    assertThat(known.findText("version")).isNotNull();
    Await.until(
        "forward that waits for its cluster",
        () -> "cluster_offline".equals(service(localport).findText("reason")));
    AttemptLog.Counts spent = AttemptLog.read(localport);
    System.out.printf("status says cluster_offline after %.1f s%n", since(begun));
    assertThat(told(localport, begun, "explain", "web", "has not answered"))
        .contains("localport-admin");
    assertThat(localport.run("cluster", "pods").stdout()).contains("web-");
    assertThat(AttemptLog.read(localport)).isEqualTo(spent);
  }

  private static void awaitBack(LocalportProgram localport, int port)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    assertThat(Http.pod(port)).startsWith("web-");
    System.out.printf("traffic %.2f s after its return%n", since(begun));
    Await.until("cluster that is back", () -> state(cluster(localport)), "connected"::equals);
  }

  @Test
  @NeedsFaults
  void aNodeWhoseKubeletHasStoppedIsTold(TestCluster cluster)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = web(cluster.kubeconfig())) {
      long begun = System.nanoTime();
      try (Faults.Outage _ = cluster.faults().stop("kubelet")) {
        Await.until(
            "node that is not ready, by the API's own word",
            () -> cluster.faults().kubectl("get", "nodes", "--no-headers"),
            nodes -> nodes.contains("NotReady"));
        double known = since(begun);
        Await.until(
            "node that is not ready",
            () -> cluster(localport).object("nodes").number("ready"),
            ready -> ready == 0);
        System.out.printf(
            "the API says NotReady after %.1f s, cluster status after %.1f s%n",
            known, since(begun));
        told(localport, begun, "explain", "web", "node");
      }
      int port = Ports.of(localport, "web");
      assertThat(Http.pod(port)).startsWith("web-");
    }
  }

  @Test
  @NeedsFaults
  void credentialsThatWereRevokedAreTold(TestCluster cluster)
      throws IOException, InterruptedException {
    Faults faults = cluster.faults();
    faults.kubectl("-n", "lp-team", "create", "serviceaccount", "revoked");
    try {
      faults.kubectl(
          "-n",
          "lp-team",
          "create",
          "rolebinding",
          "revoked",
          "--clusterrole=admin",
          "--serviceaccount=lp-team:revoked");
      Path secret = Files.writeString(temporary.resolve("secret.yaml"), SECRET);
      faults.kubectl("apply", "-f", secret.toString());
      Path kubeconfig = withToken(faults);
      try (LocalportProgram localport = new LocalportProgram(temporary, kubeconfig)) {
        localport.config(
            """
            version: "1.0"
            services:
              - {name: app, local_port: auto, remote_port: 80,
                 connection: {resource_name: app, namespace: lp-team}}
            """);
        Result start = localport.run("start");
        assertThat(start.exit()).as(start.toString()).isZero();
        Await.until("cluster that is known", () -> state(cluster(localport)), s -> isThere(s));
        long begun = System.nanoTime();
        faults.kubectl("-n", "lp-team", "delete", "secret", "revoked-token");

        Await.until("refused credentials", () -> state(cluster(localport)), "error"::equals);
        System.out.printf("cluster status says error after %.1f s%n", since(begun));
        String text = localport.run("cluster", "status").stdout();
        System.out.println(text);
        assertThat(text).contains("401");
        told(localport, begun, "explain", "app", "401");
      }
    } finally {
      faults.undo("kubectl", "-n", "lp-team", "delete", "serviceaccount", "revoked");
      faults.undo("kubectl", "-n", "lp-team", "delete", "rolebinding", "revoked");
    }
  }

  private static boolean isThere(String state) {
    return state.equals("connected") || state.equals("degraded");
  }

  private static final String SECRET =
      """
      apiVersion: v1
      kind: Secret
      metadata:
        name: revoked-token
        namespace: lp-team
        annotations: {kubernetes.io/service-account.name: revoked}
      type: kubernetes.io/service-account-token
      """;

  private Path withToken(Faults faults) throws IOException, InterruptedException {
    String token =
        Await.until(
            "token of the secret",
            () ->
                faults.kubectl(
                    "-n",
                    "lp-team",
                    "get",
                    "secret",
                    "revoked-token",
                    "-o",
                    "jsonpath={.data.token}"),
            data -> !data.isBlank());
    String plain = new String(Base64.getDecoder().decode(token.strip()), StandardCharsets.US_ASCII);
    return Kubeconfigs.changed(
        faults.kubeconfig("restricted"), temporary, "token: \\S+", "token: " + plain);
  }

  private LocalportProgram web(Path kubeconfig) throws IOException, InterruptedException {
    LocalportProgram localport =
        new LocalportProgram(temporary, kubeconfig).with("LOCALPORT_LOG_LEVEL", "debug");
    localport.config(Yaml.service("web", "8000"));
    Result start = localport.run("start", "--timeout", "55"); // a test before may have hurt it
    assertThat(start.exit()).as(start.toString()).isZero();
    Await.until("cluster that is known", () -> state(cluster(localport)), s -> isThere(s));
    return localport;
  }

  private static JsonObject service(LocalportProgram localport)
      throws IOException, InterruptedException {
    return localport.json("status", "web", "-o", "json").objects("services").getFirst();
  }

  /** Returns a cluster that comes and goes, and with it the exit code. */
  private static JsonObject cluster(LocalportProgram localport)
      throws IOException, InterruptedException {
    return localport
        .json(Set.of(ExitCode.OK, ExitCode.NETWORK), "cluster", "status", "-o", "json")
        .objects("clusters")
        .getFirst();
  }

  private static String state(JsonObject cluster) {
    return cluster.text("state");
  }
}
