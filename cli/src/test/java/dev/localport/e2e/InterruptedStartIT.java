package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ExitCode;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user who does not want to wait for {@code start} any more. */
@Tag("ci")
@BesideOthers
class InterruptedStartIT {
  @TempDir Path temporary;

  @Test
  void ctrlCSaysThatTheServicesKeepStartingInTheBackgroundAndTheyDo()
      throws IOException, InterruptedException {
    try (SimulatedCluster cluster = SimulatedCluster.start(temporary);
        LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      localport.config(SimulatedCluster.WEB);
      cluster.control("away");
      try (RunningProgram start = localport.start("start", "--wait", "--timeout", "600")) {
        Await.until(
            "web waits for its cluster",
            () -> localport.run("status", "-o", "text", "web").stdout(),
            text -> text.contains("cluster_offline"));
        start.interrupt();

        Result result = start.awaitEnd();
        assertThat(result.exit()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(result.stderr()).contains("the services keep starting in the background\n");
      }
      cluster.control("back");
      Await.until(
          "web is connected",
          () -> localport.run("status", "-o", "text", "web").stdout(),
          text -> text.contains("connected"));
    }
  }
}
