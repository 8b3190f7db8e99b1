package dev.localport.e2e;

import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image that cannot be pulled is in {@code cluster events} soon after the API server knows. */
@Tag("ci")
@OnRealCluster
@NeedsFaults
@BesideOthers
class ClusterEventsIT {
  private static final String NAMESPACE = "lp-events";
  private static final String SERVICES =
      """
      version: "1.0"
      services:
        - name: web
          connection: {resource_name: web, namespace: lp-demo}
          ports: ["auto:http"]
        - name: unpullable
          connection: {selector: "app=unpullable", namespace: lp-events}
          ports: ["auto:80"]
      """;

  @TempDir Path temporary;

  @Test
  void anImageThatCannotBePulledAppearsWithinFifteenSecondsAlsoWhileWatching(TestCluster cluster)
      throws IOException, InterruptedException {
    Faults faults = cluster.faults();
    try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      faults.kubectl("wait", "--for=delete", "namespace/" + NAMESPACE, "--timeout=60s");
      faults.kubectl("create", "namespace", NAMESPACE);
      localport.config(SERVICES);
      localport.run("start", "--all");
      localport.run("cluster", "events", "--refresh");

      assertSoon("asked", asked(localport, "early"), faults, "early");
      try (TmuxTerminal watching = watching(localport)) {
        watching.await("events updated");
        assertSoon("watched", () -> shows(watching, "late"), faults, "late");
      }
    } finally {
      faults.kubectl("delete", "namespace", NAMESPACE, "--ignore-not-found", "--wait=false");
    }
  }

  private interface Look {
    boolean isShown() throws IOException, InterruptedException;
  }

  private static Look asked(LocalportProgram localport, String pod) {
    return () ->
        localport.json("cluster", "events", "-o", "json").objects("events").stream()
            .anyMatch(event -> isFailedPull(event, pod));
  }

  private static boolean isFailedPull(JsonObject event, String pod) {
    return event.text("object").equals("pod/" + pod)
        && event.text("reason").equals("Failed")
        && event.texts("services").equals(List.of("unpullable"));
  }

  private static boolean shows(TmuxTerminal watching, String pod) {
    return watching
        .screen()
        .lines()
        .anyMatch(line -> line.contains("Failed") && line.contains(NAMESPACE + "/pod/" + pod));
  }

  private static TmuxTerminal watching(LocalportProgram localport)
      throws IOException, InterruptedException {
    return TmuxTerminal.run(localport.builder("cluster", "events", "--watch"), 250, 60);
  }

  private void assertSoon(String how, Look look, Faults faults, String pod)
      throws IOException, InterruptedException {
    Path file =
        Files.writeString(
            temporary.resolve(pod + ".yaml"),
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: %1$s, namespace: lp-events, labels: {app: unpullable}}
            spec:
              containers: [{name: app, image: "127.0.0.1:1/none:%1$s"}]
            """
                .formatted(pod));
    Await.until(
        "the namespace takes pods",
        () -> faults.kubectl("-n", NAMESPACE, "get", "serviceaccounts", "-o", "name"),
        accounts -> accounts.contains("default"));
    faults.kubectl("apply", "-f", file.toString());
    Await.until(
        "the API server knows",
        () ->
            faults.kubectl(
                "-n",
                NAMESPACE,
                "get",
                "events",
                "--field-selector",
                "reason=Failed,involvedObject.name=" + pod,
                "-o",
                "name"),
        events -> !events.isBlank());
    long known = System.nanoTime();

    Await.until("it is " + how, look::isShown, shown -> shown);

    Duration took = Duration.ofNanos(System.nanoTime() - known);
    System.out.printf("cluster events, %s: shown %.1f s later%n", how, took.toMillis() / 1000.0);
  }
}
