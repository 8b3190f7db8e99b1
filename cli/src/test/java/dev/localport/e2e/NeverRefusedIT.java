package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A local port that is always there: whoever connects is served, or told soon. */
@OnRealCluster
@FaultsCluster
class NeverRefusedIT {
  @TempDir Path temporary;

  @Test
  @Tag("ci")
  @NeedsFaults
  void nobodyIsRefusedAndNobodyHangsWhileAMinuteGoesWrong(TestCluster cluster)
      throws IOException, InterruptedException {
    try (FaultProxy proxy = cluster.faults().proxy();
        LocalportProgram localport = started(proxy)) {
      ConnectionLoad load = new ConnectionLoad(Ports.of(localport, "web"));
      try (load) {
        load.lasts(Duration.ofSeconds(5));
        deletePod(cluster, localport);
        load.lasts(Duration.ofSeconds(12));
        try (Faults.Outage _ = cluster.faults().pause("apiserver")) {
          load.lasts(Duration.ofSeconds(5));
        }
        load.lasts(Duration.ofSeconds(10));
        proxy.send("drop");
        load.lasts(Duration.ofSeconds(8));
        deletePod(cluster, localport);
        load.lasts(Duration.ofSeconds(15));
      }
      assertNobodyWaitedInVain(localport, load.outcome());
    }
  }

  @Test
  @Tag("long")
  @NeedsFaults
  void nobodyIsRefusedAndNobodyHangsWhileTenMinutesGoWrong(TestCluster cluster)
      throws IOException, InterruptedException {
    try (FaultProxy proxy = cluster.faults().proxy();
        LocalportProgram localport = started(proxy)) {
      ConnectionLoad load = new ConnectionLoad(Ports.of(localport, "web"));
      try (load) {
        for (int round = 0; round < 10; round++) {
          deletePod(cluster, localport);
          load.lasts(Duration.ofSeconds(15));
          try (Faults.Outage _ = cluster.faults().stop("kubelet")) {
            load.lasts(Duration.ofSeconds(5));
          }
          load.lasts(Duration.ofSeconds(10));
          proxy.send("drop");
          load.lasts(Duration.ofSeconds(10));
          try (Faults.Outage _ = cluster.faults().pause("apiserver")) {
            load.lasts(Duration.ofSeconds(5));
          }
          load.lasts(Duration.ofSeconds(10));
        }
      }
      assertNobodyWaitedInVain(localport, load.outcome());
    }
  }

  /** A minute of connections may wait at once: what is reset then is not for want of room. */
  private LocalportProgram started(FaultProxy proxy) throws IOException, InterruptedException {
    LocalportProgram localport = new LocalportProgram(temporary, proxy.kubeconfig());
    localport.config(
        Yaml.service("web", "8000") + "    hold: {timeout: 30s, max_connections: 3000}\n");
    Result start = localport.run("start");
    assertThat(start.exit()).as(start.toString()).isZero();
    return localport;
  }

  private static void deletePod(TestCluster cluster, LocalportProgram localport)
      throws IOException, InterruptedException {
    String pod =
        Await.until(
                "pod",
                () ->
                    localport
                        .json("status", "web", "-o", "json")
                        .objects("services")
                        .getFirst()
                        .texts("pods"),
                pods -> !pods.isEmpty())
            .getFirst();
    cluster.faults().kubectl("-n", "lp-demo", "delete", "pod", pod, "--wait=false");
  }

  private static void assertNobodyWaitedInVain(
      LocalportProgram localport, ConnectionLoad.Outcome outcome)
      throws IOException, InterruptedException {
    JsonObject service =
        localport.json("status", "web", "-o", "json").objects("services").getFirst();
    System.out.printf( // figures for whoever reads the build
        "connections: %s, failed %s%n",
        outcome, service.object("connections").object("failed_by_cause"));
    assertThat(outcome.refused()).as(outcome.toString()).isZero();
    assertThat(outcome.hung()).as(outcome.toString()).isZero();
    assertThat(outcome.served()).as(outcome.toString()).isGreaterThan(10 * outcome.reset());
  }
}
