package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ExitCode;
import dev.localport.api.OperationStatus;
import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked for while a cluster is offline survives a daemon that is killed. */
@Tag("ci")
@BesideOthers
class OperationsIT {
  private static final List<String> SERVICES = List.of("a", "b", "c", "late");

  @TempDir Path temporary;

  private static String configuration() {
    StringBuilder yaml = new StringBuilder("version: \"1.0\"\nservices:\n");
    for (String service : SERVICES) {
      yaml.append(
          """
            - name: %s
              local_port: auto
              remote_port: 80
              connection: {resource_name: web, namespace: demo}
          """
              .formatted(service));
    }
    return yaml.toString();
  }

  @Test
  void operationsAreAppliedOnceAndInOrderAlsoWhereTheDaemonIsKilled()
      throws IOException, InterruptedException {
    try (SimulatedCluster cluster = SimulatedCluster.start(temporary);
        LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      localport.config(configuration());
      assertThat(localport.run("start", "a", "b", "c").exit()).isZero();
      cluster.control("away");
      awaitOffline(localport, 3);

      assertNamed(localport.run("restart", "c"), "restart of c (operation 4)");
      assertNamed(localport.run("reconnect", "a"), "reconnect of a (operation 5)");
      assertNamed(localport.run("restart", "b"), "restart of b (operation 6)");
      assertNamed(localport.run("start", "late"), "start of late (operation 7)");
      assertNamed(localport.run("restart", "b"), "restart of b (operation 8)");
      assertThat(pending(localport)).containsExactly(4L, 5L, 7L, 8L);
      assertThat(localport.run("status").stdout()).contains("restart pending (operation 4)");
      assertThat(localport.run("explain", "c").stdout()).contains("A restart is pending");

      kill(localport);
      assertThat(localport.run("daemon", "start").exit()).isZero();
      assertThat(pending(localport)).containsExactly(4L, 5L, 7L, 8L);
      assertThat(localport.run("operations", "cancel", "5").stdout())
          .isEqualTo("reconnect of a canceled (operation 5)\n");
      assertThat(localport.run("operations", "cancel", "5").exit()).isEqualTo(ExitCode.SERVICE);
      awaitOffline(localport, 4);

      cluster.control("back");
      Await.until("nothing is pending", () -> pending(localport), List::isEmpty);

      List<OperationStatus> done =
          operations(localport).stream().filter(one -> one.state().equals("done")).toList();
      assertThat(done).map(OperationStatus::id).containsExactlyInAnyOrder(4L, 7L, 8L);
      List<Instant> applied =
          done.stream()
              .sorted((one, other) -> Long.compare(one.id(), other.id()))
              .map(one -> Objects.requireNonNull(one.appliedAt()))
              .toList();
      assertThat(applied).isSorted();
      Await.until(
          "connected services",
          () -> localport.json("status", "-o", "json").objects("services"),
          services -> services.stream().allMatch(one -> one.text("state").equals("connected")));
    }
  }

  @Test
  void aCommandThatWaitsEndsWhenItsOperationIsDone() throws IOException, InterruptedException {
    try (SimulatedCluster cluster = SimulatedCluster.start(temporary);
        LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      localport.config(configuration());
      assertThat(localport.run("start", "a").exit()).isZero();
      cluster.control("away");
      awaitOffline(localport, 1);

      try (RunningProgram restart = localport.start("restart", "a", "--wait", "--timeout", "55")) {
        Await.until("it is pending", () -> pending(localport), ids -> ids.size() == 1);
        cluster.control("back");
        Result result = restart.awaitEnd();

        assertThat(result.exit()).as(result.toString()).isZero();
        assertThat(pending(localport)).isEmpty();
      }
    }
  }

  private static void assertNamed(Result result, String operation) {
    assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.NETWORK);
    assertThat(result.stderr()).contains(" is offline").contains("waiting for it: " + operation);
  }

  private static void kill(LocalportProgram localport) throws IOException, InterruptedException {
    ProcessHandle daemon = localport.findDaemon().orElseThrow();
    assertThat(daemon.destroyForcibly()).isTrue();
    assertThat(Await.get(daemon.onExit())).isNotNull();
  }

  private static void awaitOffline(LocalportProgram localport, int services)
      throws IOException, InterruptedException {
    Await.until(
        "services whose cluster is offline",
        () -> offline(localport),
        offline -> offline == services);
  }

  private static long offline(LocalportProgram localport) throws IOException, InterruptedException {
    return localport.json("status", "-o", "json").objects("services").stream()
        .filter(service -> "cluster_offline".equals(service.findText("reason")))
        .count();
  }

  private static List<OperationStatus> operations(LocalportProgram localport)
      throws IOException, InterruptedException {
    JsonObject answer = localport.json("operations", "-o", "json");
    return answer.objects("operations").stream().map(OperationStatus::from).toList();
  }

  private static List<Long> pending(LocalportProgram localport)
      throws IOException, InterruptedException {
    return operations(localport).stream()
        .filter(OperationStatus::isPending)
        .map(OperationStatus::id)
        .toList();
  }
}
