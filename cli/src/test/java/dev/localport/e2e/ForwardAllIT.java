package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A namespace of a real cluster at once, and every pod of a StatefulSet. */
@Tag("ci")
@OnRealCluster
@NeedsFaults
class ForwardAllIT {
  private static final String OBJECTS =
      """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: { name: store, labels: { part: data } }
      spec:
        replicas: 3
        serviceName: store
        podManagementPolicy: Parallel
        selector: { matchLabels: { app: store } }
        template:
          metadata: { labels: { app: store } }
          spec:
            terminationGracePeriodSeconds: 1
            containers:
              - name: server
                image: localhost/testserver:1
                imagePullPolicy: IfNotPresent
                args: [serve]
                env:
                  - name: POD_NAME
                    valueFrom: { fieldRef: { fieldPath: metadata.name } }
                ports: [{ name: http, containerPort: 8080 }]
                readinessProbe: { httpGet: { path: /readyz, port: http }, periodSeconds: 1 }
      ---
      apiVersion: v1
      kind: Service
      metadata: { name: store, labels: { part: data } }
      spec: { clusterIP: None, selector: { app: store }, ports: [{ name: http, port: 8080 }] }
      ---
      apiVersion: v1
      kind: Service
      metadata: { name: nothing, labels: { part: none } }
      spec: { selector: { app: nothing }, ports: [{ port: 80 }] }
      ---
      apiVersion: v1
      kind: Service
      metadata: { name: outside, labels: { part: none } }
      spec: { type: ExternalName, externalName: example.org }
      ---
      apiVersion: v1
      kind: Service
      metadata: { name: names, labels: { part: none } }
      spec: { selector: { app: store }, ports: [{ port: 53, protocol: UDP }] }
      """;

  @TempDir Path temporary;

  @Test
  void servicesAndPodsHavePortsOfTheirOwn(TestCluster cluster)
      throws IOException, InterruptedException {
    Faults faults = cluster.faults();
    String namespace = "lp-forward-all-" + ProcessHandle.current().pid();
    Path objects = Files.writeString(temporary.resolve("objects.yaml"), OBJECTS);
    faults.kubectl("create", "namespace", namespace);
    try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      faults.kubectl("-n", namespace, "apply", "-f", objects.toString());
      faults.kubectl("-n", namespace, "rollout", "status", "statefulset/store");

      Result all = localport.run("forward", "-n", namespace, "--all", "--each-pod", "-d");
      assertThat(all.exit()).as(all.toString()).isEqualTo(3);
      assertThat(all.stderr())
          .contains("left out: 1 ExternalName, 1 without a TCP port\n", "✗ nothing ")
          .endsWith(
              """
              4 up, 1 not ready: nothing. LocalPort keeps trying.      localport explain nothing
              To stop them: localport stop --tag ns/%s
              """
                  .formatted(namespace));
      assertPods(localport);
      assertThat(Http.pod(Ports.of(localport, "store"))).startsWith("store-");
      assertThat(localport.run("stop", "--tag", "ns/" + namespace).stdout())
          .isEqualTo("Stopped 5 services.\n");

      Result labelled = localport.run("forward", "-n", namespace, "-l", "part=data", "-d");
      assertThat(labelled.exit()).as(labelled.toString()).isZero();
      assertThat(labelled.stdout()).endsWith("To stop it: localport stop store\n");
      assertThat(localport.run("stop", "store").exit()).isZero();

      int port = Ports.quiet();
      Result pods =
          localport.run(
              "forward", "-n", namespace, "sts/store", "--each-pod", port + ":8080", "-d");
      assertThat(pods.exit()).as(pods.toString()).isZero();
      assertThat(pods.stderr()).endsWith("localport stop store-0 store-1 store-2\n");
      assertThat(Ports.of(localport, "store-0")).isEqualTo(port);
      assertPods(localport);
    } finally {
      faults.undo("kubectl", "delete", "namespace", namespace, "--wait=false");
    }
  }

  private static void assertPods(LocalportProgram localport)
      throws IOException, InterruptedException {
    for (int i = 0; i < 3; i++) {
      String pod = "store-" + i;
      assertThat(Http.pod(Ports.of(localport, pod))).isEqualTo(pod);
    }
  }

  @Test
  void aNamespaceWithoutServicesIsNamed(TestCluster cluster)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      Result none = localport.run("forward", "-n", "lp-no-such", "--all");

      assertThat(none.exit()).isEqualTo(3);
      assertThat(none.stderr())
          .startsWith("no service with a TCP port in namespace lp-no-such of context ");
    }
  }
}
