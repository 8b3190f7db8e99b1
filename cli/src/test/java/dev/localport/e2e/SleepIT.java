package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that was stopped, as a machine that slept, while its connections were cut. */
@OnRealCluster
@BesideOthers
class SleepIT {
  @TempDir Path temporary;

  @Test
  @Tag("ci")
  @NeedsFaults
  void trafficFlowsAfterAShortSleepWithoutACommand(TestCluster cluster)
      throws IOException, InterruptedException {
    sleeps(cluster, Duration.ofSeconds(15));
  }

  @Test
  @Tag("long")
  @NeedsFaults
  void trafficFlowsAfterTenMinutesOfSleepWithoutACommand(TestCluster cluster)
      throws IOException, InterruptedException {
    sleeps(cluster, Duration.ofMinutes(10));
  }

  private void sleeps(TestCluster cluster, Duration time) throws IOException, InterruptedException {
    try (FaultProxy proxy = cluster.faults().proxy();
        LocalportProgram localport = new LocalportProgram(temporary, proxy.kubeconfig())) {
      localport.config(Yaml.service("web", "8000"));
      assertThat(localport.run("start").exit()).isZero();
      int port = Ports.of(localport, "web");
      assertThat(Http.pod(port)).startsWith("web-");
      long daemon = localport.findDaemon().orElseThrow().pid();

      signal("STOP", daemon);
      try {
        proxy.send("drop");
        long woken = System.nanoTime() + time.toNanos();
        Await.until(
            time.plusMinutes(1), "end of sleep", () -> System.nanoTime() > woken, over -> over);
      } finally {
        signal("CONT", daemon);
      }
      long awake = System.nanoTime();

      assertThat(Http.pod(port)).startsWith("web-");
      System.out.printf(
          "traffic %.2f s after %s of sleep%n", (System.nanoTime() - awake) / 1e9, time);
      assertThat(localport.json("status", "web", "-o", "json").objects("services").getFirst())
          .satisfies(
              service -> assertThat(service.object("connections").number("failed")).isLessThan(2));
    }
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor())
        .isZero();
  }
}
