package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ExitCode;
import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Forwards that nobody uses have no session, so nothing but the monitor's own probes can tell that
 * the cluster is away. How long that took is printed for whoever reads the build; 45 s at worst.
 */
@Tag("ci")
@OnRealCluster
@FaultsCluster
class LazyForwardsIT {
  private static final String LAZY =
      """
      version: "1.0"
      services:
        - {name: web, local_port: auto, remote_port: 8000, lazy: true,
           connection: {resource_name: web, namespace: lp-demo}}
        - {name: db, local_port: auto, remote_port: 5432, lazy: true,
           connection: {resource_name: db, namespace: lp-demo}}
      """;

  @TempDir Path temporary;

  @Test
  @NeedsFaults
  void aPausedApiServerIsNoticedWhereNobodyHasASession(TestCluster cluster)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      localport.config(LAZY);
      assertThat(localport.run("start").exit()).isZero();
      Await.until("cluster that is known", () -> state(localport), "connected"::equals);
      assertThat(localport.json("status", "-o", "json").objects("services"))
          .hasSize(2)
          .allSatisfy(LazyForwardsIT::assertIdle);

      long begun = System.nanoTime();
      try (Faults.Outage _ = cluster.faults().pause("apiserver")) {
        Await.until("cluster that is away", () -> state(localport), "offline"::equals);
        System.out.printf(
            "lazy forwards alone: cluster status says offline %.1f s after the API server was"
                + " paused%n",
            (System.nanoTime() - begun) / 1e9);
        assertThat(localport.run("cluster", "status").stdout()).contains("offline");
        assertThat(localport.json("status", "-o", "json").objects("services"))
            .allSatisfy(LazyForwardsIT::assertIdle);
      }
      Await.until("cluster that is back", () -> state(localport), "connected"::equals);
      assertThat(Http.pod(Ports.of(localport, "web"))).startsWith("web-");
    }
  }

  private static void assertIdle(JsonObject service) {
    assertThat(service.text("state")).isEqualTo("idle");
    assertThat(service.number("sessions")).isZero();
    assertThat(service.number("attempt")).isZero();
  }

  private static String state(LocalportProgram localport) throws IOException, InterruptedException {
    return localport
        .json(Set.of(ExitCode.OK, ExitCode.NETWORK), "cluster", "status", "-o", "json")
        .objects("clusters")
        .getFirst()
        .text("state");
  }
}
