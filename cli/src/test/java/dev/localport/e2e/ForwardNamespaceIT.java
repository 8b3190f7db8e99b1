package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ExitCode;
import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A namespace that is forwarded at once, over the simulated cluster and its faults. */
@Tag("ci")
class ForwardNamespaceIT {
  @TempDir Path temporary;

  private static List<JsonObject> services(LocalportProgram localport)
      throws IOException, InterruptedException {
    return localport.json("status", "-o", "json").objects("services");
  }

  private static Map<String, String> states(LocalportProgram localport)
      throws IOException, InterruptedException {
    Map<String, String> states = new TreeMap<>();
    services(localport).forEach(service -> states.put(service.text("name"), service.text("state")));
    return states;
  }

  private static Map<String, Object> ports(LocalportProgram localport)
      throws IOException, InterruptedException {
    Map<String, Object> ports = new TreeMap<>();
    services(localport)
        .forEach(service -> ports.put(service.text("name"), service.number("local_port")));
    return ports;
  }

  /* A pod that has just started would become ready after all. */
  private static void withoutAPodOfDb(SimulatedCluster cluster, LocalportProgram localport)
      throws IOException, InterruptedException {
    String[] db = {"forward", "-n", "demo", "-d", "svc/db", ":5432"};
    assertThat(localport.run(db).exit()).isZero();
    cluster.control("ready?namespace=demo&name=db-0&on=false");
    cluster.control("ready?namespace=demo&name=db-1&on=false");
    assertThat(localport.run("stop", "--all").exit()).isZero();
  }

  @Test
  void oneWithoutAReadyPodWaitsAndAllComeBackWithTheirPortsAfterACrash()
      throws IOException, InterruptedException {
    Map<String, String> oneWaits =
        Map.of("db", "suspended", "moods", "connected", "web", "connected");
    try (SimulatedCluster cluster = SimulatedCluster.start(temporary);
        LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      withoutAPodOfDb(cluster, localport);
      try (RunningProgram forward = localport.start("forward", "-n", "demo", "--all")) {
        assertThat(forward.awaitLine(" not ready: "))
            .isEqualTo("2 up, 1 not ready: db. LocalPort keeps trying.      localport explain db");
        forward.awaitLine("Ctrl-C stops all.");
        assertThat(states(localport)).isEqualTo(oneWaits);
        Map<String, Object> before = ports(localport);
        ProcessHandle daemon = localport.findDaemon().orElseThrow();

        daemon.destroyForcibly();
        forward.awaitLine("crashed; restarting it for db, moods, web");

        Await.until(
            "the second summary",
            () -> forward.stderr().stream().filter("Ctrl-C stops all."::equals).count(),
            summaries -> summaries >= 2);
        Await.until("the same again", () -> states(localport), oneWaits::equals);
        assertThat(ports(localport)).isEqualTo(before);
        cluster.control("ready?namespace=demo&name=db-1&on=true");
        forward.awaitLine("  db: connected to db-1");
        cluster.control("away");
        forward.awaitLine("  cluster demo is offline: ");
        cluster.control("back");
        forward.awaitLine("  web: reconnected to web-");
        forward.interrupt();
        Result end = forward.awaitEnd();
        assertThat(end.exit()).isEqualTo(ExitCode.INTERRUPTED);
        Await.until("no service", () -> states(localport), Map::isEmpty);
      }
    }
  }

  @Test
  void theSameCommandAgainIsTheSameServicesAndATagStopsThem()
      throws IOException, InterruptedException {
    try (SimulatedCluster cluster = SimulatedCluster.start(temporary);
        LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      String[] all = {"forward", "-n", "demo", "--all", "--each-pod", "-d"};
      Result first = localport.run(all);
      assertThat(first.exit()).as(first.toString()).isZero();
      assertThat(first.stderr())
          .endsWith("Forwarding 5 services. To stop them: localport stop --tag ns/demo\n");
      Map<String, Object> before = ports(localport);
      assertThat(before).containsOnlyKeys("db", "db-0", "db-1", "moods", "web");

      assertThat(localport.run(all).exit()).isZero();
      assertThat(ports(localport)).isEqualTo(before);

      localport.findDaemon().orElseThrow().destroyForcibly();
      Result status = localport.run("status");
      assertThat(status.stderr()).contains("the daemon had crashed and was restarted");
      assertThat(ports(localport)).isEqualTo(before);

      assertThat(localport.run("stop", "--tag", "ns/demo").stdout())
          .isEqualTo("Stopped 5 services.\n");
      assertThat(states(localport)).isEmpty();
    }
  }

  @Test
  void withoutPermissionToListServicesItSaysWhatToDo() throws IOException, InterruptedException {
    try (SimulatedCluster cluster = SimulatedCluster.start(temporary);
        LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      cluster.control("deny?verb=list&resource=services");

      Result result = localport.run("forward", "-n", "demo", "--all");

      assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.PERMISSION);
      assertThat(result.stderr())
          .contains("missing permission: list services in namespace demo")
          .endsWith("; name one instead: localport forward svc/NAME PORT\n");
    }
  }
}
