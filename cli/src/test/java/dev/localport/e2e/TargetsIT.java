package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of target, in one file. */
@Tag("ci")
@OnRealCluster
@NeedsFaults
@BesideOthers
class TargetsIT {
  private static final String SERVICES =
      """
      version: "1.0"
      services:
        - name: service
          connection: {resource_name: web, namespace: lp-demo}
          ports: ["auto:http"]
        - name: deployment
          connection: {resource_type: deployment, resource_name: web, namespace: lp-demo}
          ports: ["auto:http"]
        - name: statefulset
          connection: {resource_type: statefulset, resource_name: db, namespace: lp-demo}
          ports: ["auto:8080"]
        - name: daemonset
          connection: {resource_type: daemonset, resource_name: agent, namespace: lp-demo}
          ports: ["auto:8080"]
        - name: pod
          connection: {resource_type: pod, resource_name: db-0, namespace: lp-demo}
          ports: ["auto:http"]
        - name: selector
          connection: {selector: "app in (web), app!=db", namespace: lp-demo}
          ports: ["auto:http"]
        - name: several
          connection: {resource_name: duo, namespace: lp-demo}
          ports: [{name: one, local: auto, remote: 80}, {name: two, local: 0, remote: 81}]
        - name: job
          connection: {resource_type: job, resource_name: report, namespace: lp-targets}
          ports: ["auto:http"]
        - name: replicaset
          connection: {resource_type: replicaset, resource_name: shy, namespace: lp-targets, ready: any}
          ports: ["auto:http"]
        - name: headless
          connection: {resource_name: headless, namespace: lp-targets}
          ports: ["auto:web"]
        - name: published
          connection: {resource_name: published, namespace: lp-targets}
          ports: ["auto:80"]
        - name: manual
          connection: {resource_name: manual, namespace: lp-targets}
          ports: ["auto:web"]
      """;

  private static final String UDP =
      """
        - name: udp
          autostart: false
          connection: {resource_name: manual, namespace: lp-targets}
          ports: ["auto:dns"]
      """;

  @TempDir Path temporary;

  @Test
  void eachKindAnswers(TestCluster cluster) throws IOException, InterruptedException {
    Faults faults = cluster.faults();
    try {
      String pod = prepare(faults);
      try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
        localport.config(SERVICES);

        Result start = localport.run("start", "--all", "--wait", "--timeout", "60");

        assertThat(start.exit()).as(start.toString()).isZero();
        for (String web : new String[] {"service", "deployment", "selector"}) {
          assertThat(Http.pod(Ports.of(localport, web))).as(web).startsWith("web-");
        }
        assertThat(Http.pod(Ports.of(localport, "statefulset"))).startsWith("db-");
        assertThat(Http.pod(Ports.of(localport, "daemonset"))).startsWith("agent-");
        assertThat(Http.pod(Ports.of(localport, "pod"))).isEqualTo("db-0");
        for (String report : new String[] {"job", "headless", "manual"}) {
          assertThat(Http.pod(Ports.of(localport, report))).as(report).isEqualTo(pod);
        }
        for (String shy : new String[] {"replicaset", "published"}) {
          assertThat(Http.pod(Ports.of(localport, shy))).as(shy).startsWith("shy-");
        }
        assertThat(Http.pod(Ports.of(localport, "several", 0)))
            .isEqualTo(Http.pod(Ports.of(localport, "several", 1)))
            .startsWith("duo");

        localport.config(SERVICES + UDP);
        Result udp = localport.run("start", "udp");
        assertThat(udp.exit()).isEqualTo(3);
        assertThat(udp.stderr()).contains("port dns is UDP; Kubernetes forwards TCP only");
      }
    } finally {
      faults.kubectl("delete", "namespace", "lp-targets", "--ignore-not-found", "--wait=false");
    }
  }

  /** Makes the objects, and for the Service without a selector the address of the job's pod. */
  private String prepare(Faults faults) throws IOException, InterruptedException {
    faults.kubectl("wait", "--for=delete", "namespace/lp-targets", "--timeout=60s");
    try (InputStream objects =
        Objects.requireNonNull(TargetsIT.class.getResourceAsStream("targets.yaml"))) {
      Path file = Files.write(temporary.resolve("targets.yaml"), objects.readAllBytes());
      faults.kubectl("apply", "-f", file.toString());
    }
    String pod =
        Await.until(
            "a pod of the job with an address",
            () ->
                faults.kubectl(
                    "-n",
                    "lp-targets",
                    "get",
                    "pods",
                    "-l",
                    "app=report",
                    "-o",
                    "jsonpath={.items[*].metadata.name} {.items[*].status.podIP}"),
            found -> found.strip().contains(" "));
    String name = pod.strip().split(" ", 2)[0];
    String address = pod.strip().split(" ", 2)[1];
    Path endpoints =
        Files.writeString(
            temporary.resolve("endpoints.json"),
            """
            {"apiVersion": "v1", "kind": "Endpoints",
             "metadata": {"name": "manual", "namespace": "lp-targets"},
             "subsets": [{"addresses": [{"ip": "%s", "targetRef": {"kind": "Pod", "name": "%s"}}],
                          "ports": [{"name": "web", "port": 8080}]}]}
            """
                .formatted(address, name));
    faults.kubectl("apply", "-f", endpoints.toString());
    return name;
  }
}
