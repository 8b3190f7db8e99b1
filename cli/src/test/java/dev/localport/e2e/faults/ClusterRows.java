package dev.localport.e2e.faults;

import dev.localport.e2e.Faults;
import dev.localport.e2e.faults.Row.Expected;
import dev.localport.e2e.faults.Row.Open;
import dev.localport.testing.Await;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Rows in which something of the cluster goes wrong, or changes. */
final class ClusterRows {
  private static final String NOTHING = "nothing";
  private static final String NAMESPACE = "lp-matrix";

  private ClusterRows() {}

  private static Scene plain(Faults faults, Path folder) throws IOException, InterruptedException {
    return new Scene(faults, folder, faults.kubeconfig("admin"));
  }

  private static Row row(String fault, Row.Happening happening, Expected expected) {
    return new Row(fault, ClusterRows::plain, happening, expected, NOTHING);
  }

  static Row apiServerPaused() {
    return row(
        "API server paused for 20 s",
        scene -> {
          try (Closeable _ = scene.faults().pause("apiserver")) {
            Await.pass(Duration.ofSeconds(20));
          }
        },
        new Expected(Open.LIVE, List.of("reconnecting"), List.of("disconnected", "reconnected")));
  }

  static Row apiServerStopped() {
    return row(
        "API server stopped for 15 s",
        scene -> {
          try (Closeable _ = scene.faults().stop("apiserver")) {
            Await.pass(Duration.ofSeconds(15));
          }
        },
        new Expected(
            Open.LOST,
            List.of("cluster_offline"),
            List.of("disconnected", "cluster:offline", "cluster:connected", "reconnected")));
  }

  static Row kubeletStopped() {
    return row(
        "kubelet stopped for 10 s",
        scene -> {
          try (Closeable _ = scene.faults().stop("kubelet")) {
            Await.pass(Duration.ofSeconds(10));
          }
        },
        new Expected(
            Open.LOST,
            List.of("reconnecting"),
            List.of("disconnected", "reconnecting", "reconnected")));
  }

  static Row podDeleted() {
    return row(
        "pod deleted (`kubectl delete pod`)",
        scene -> {
          var _ = scene.kubectl("delete", "pod", scene.pod(), "--wait=false");
        },
        new Expected(Open.LOST, List.of(), List.of("disconnected", "reconnected")));
  }

  static Row deploymentRolled() {
    return row(
        "deployment rolled (`kubectl rollout restart`)",
        scene -> {
          scene.kubectl("rollout", "restart", "deployment/echo");
          var _ = scene.kubectl("rollout", "status", "deployment/echo", "--timeout=55s");
        },
        new Expected(Open.LOST, List.of(), List.of("disconnected", "reconnected")));
  }

  static Row namespaceDeleted() {
    return new Row(
        "namespace deleted, and made again",
        (faults, folder) -> {
          apply(faults, folder);
          return plain(faults, folder)
              .in(NAMESPACE)
              .with(() -> faults.undo("kubectl", "delete", "namespace", NAMESPACE, "--wait=false"));
        },
        scene -> {
          scene.faults().kubectl("delete", "namespace", NAMESPACE, "--timeout=55s");
          apply(scene.faults(), scene.folder());
        },
        new Expected(
            Open.LOST, List.of("target_missing"), List.of("disconnected", "error", "reconnected")),
        NOTHING);
  }

  private static void apply(Faults faults, Path folder) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("namespace.yaml"), ECHO);
    faults.kubectl("apply", "-f", file.toString());
    faults.kubectl("-n", NAMESPACE, "rollout", "status", "deployment/echo", "--timeout=55s");
  }

  private static final String ECHO =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: lp-matrix}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: echo, namespace: lp-matrix}
      spec:
        selector: {matchLabels: {app: echo}}
        template:
          metadata: {labels: {app: echo}}
          spec:
            terminationGracePeriodSeconds: 2
            containers:
            - {name: server, image: "localhost/testserver:1", imagePullPolicy: IfNotPresent,
               args: [serve],
               readinessProbe: {httpGet: {path: /readyz, port: 8080}, periodSeconds: 1}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: echo, namespace: lp-matrix}
      spec:
        selector: {app: echo}
        ports: [{name: echo, port: 7000, targetPort: 9001}, {name: http, port: 80, targetPort: 8080}]
      """;
}
