package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that run with their services while the cluster fails. */
@Tag("ci")
@BesideOthers
class RunOverFaultsIT {
  private static final String SERVICES =
      """
      version: "1.0"
      services:
        - name: web
          connection: {resource_name: web, namespace: demo}
          ports: ["auto:80"]
        - name: db
          connection: {resource_name: db, namespace: demo}
          ports: ["auto:5432"]
          reconnect: {initial_delay: 100ms, max_delay: 500ms}
      """;

  @TempDir Path temporary;
  private SimulatedCluster cluster;
  private LocalportProgram localport;

  @BeforeEach
  void open() throws IOException, InterruptedException {
    cluster = SimulatedCluster.start(temporary);
    localport = new LocalportProgram(temporary, cluster.kubeconfig());
    localport.config(SERVICES);
    assertThat(localport.run("daemon", "start").exit()).isZero();
  }

  @AfterEach
  void close() throws IOException {
    try (SimulatedCluster _ = cluster) {
      localport.close();
    }
  }

  private void ready(boolean isReady) throws IOException, InterruptedException {
    for (String pod : new String[] {"db-0", "db-1"}) {
      cluster.control("ready?namespace=demo&name=%s&on=%s".formatted(pod, isReady));
    }
  }

  private void awaitState(String service, String state) {
    Await.until(
        service + " is " + state,
        () ->
            localport.json("status", "-o", "json").objects("services").stream()
                .filter(one -> one.text("name").equals(service))
                .map(one -> one.text("state"))
                .findFirst()
                .orElse(""),
        state::equals);
  }

  @Test
  void theCommandWaitsForTheServiceWhosePodsBecomeReadyLater()
      throws IOException, InterruptedException {
    ready(false);
    try (RunningProgram run =
        localport.start(
            "run", "web", "db", "--timeout", "55", "--", "sh", "-c", "echo begun; exit 4")) {
      run.awaitLine("✓ web ");
      awaitState("db", "suspended");
      assertThat(run.stdout()).isEmpty();

      ready(true);

      Result result = run.awaitEnd();
      assertThat(result.exit()).as(result.toString()).isEqualTo(4);
      assertThat(result.stdout()).isEqualTo("begun\n");
      assertThat(result.stderr()).contains("✓ db ");
    }
    awaitState("db", "stopped");
    awaitState("web", "stopped");
  }

  @Test
  void theCommandGoesOnWhileTheClusterIsAway() throws IOException, InterruptedException {
    try (RunningProgram run =
        localport.start(
            "run",
            "web",
            "--timeout",
            "55",
            "--",
            "sh",
            "-c",
            "echo begun $LOCALPORT_WEB_PORT; read x; echo $x; exit 5")) {
      String port = run.awaitLine("begun ").substring("begun ".length());

      cluster.control("away");
      awaitState("web", "suspended");
      assertThat(run.isAlive()).isTrue();
      cluster.control("back");
      awaitState("web", "connected");
      assertThat(Http.get(Integer.parseInt(port), "/")).isNotEmpty();

      cluster.control("away");
      awaitState("web", "suspended");
      run.writeLine("on");

      Result result = run.awaitEnd();
      assertThat(result.exit()).as(result.toString()).isEqualTo(5);
      assertThat(result.stdout()).endsWith("\non\n");
    }
    awaitState("web", "stopped");
  }

  @Test
  void aClusterThatIsAwayFromTheBeginningKeepsTheCommandFromRunning()
      throws IOException, InterruptedException {
    cluster.control("away");

    Result result = localport.run("run", "web", "--timeout", "55", "--", "echo", "run");

    assertThat(result.exit()).as(result.toString()).isEqualTo(4);
    assertThat(result.stdout()).isEmpty();
    assertThat(result.stderr())
        .endsWith("echo was not run: web is not ready; to find out why: localport start web\n");
    awaitState("web", "stopped");
  }
}
