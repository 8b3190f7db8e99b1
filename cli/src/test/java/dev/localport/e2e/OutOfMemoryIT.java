package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon whose heap is full ends, and does not live on without some of its threads. */
@Tag("ci")
@BesideOthers
class OutOfMemoryIT {
  @TempDir Path temporary;

  @Test
  void theProcessEndsAndTheNextCommandBringsTheSameServicesAndPortsBack()
      throws IOException, InterruptedException {
    try (SimulatedCluster cluster = SimulatedCluster.start(temporary);
        LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      int named = Ports.quiet();
      localport.config(services(named));
      Result start = localport.run("start", "--timeout", "60");
      assertThat(start.exit()).as(start.toString()).isZero();
      int chosen = Ports.of(localport, "web");
      assertThat(Http.get(chosen, "/")).isNotEmpty();
      ProcessHandle daemon = localport.findDaemon().orElseThrow();

      exhaust(daemon.pid());
      Await.until("end of the daemon", () -> !daemon.isAlive());
      long ended = System.nanoTime();
      Result status = localport.run("status");

      assertThat(status.exit()).as(status.toString()).isZero();
      assertThat(localport.findDaemon().map(ProcessHandle::pid))
          .isNotEqualTo(Optional.of(daemon.pid()));
      Await.until("traffic", () -> !Http.get(chosen, "/").isEmpty());
      Duration took = Duration.ofNanos(System.nanoTime() - ended);
      assertThat(Http.get(named, "/")).isNotEmpty();
      assertThat(Ports.of(localport, "web")).isEqualTo(chosen);
      System.out.printf("traffic again %d ms after the end%n", took.toMillis());
    }
  }

  private static String services(int port) {
    return """
    version: "1.0"
    services:
      - name: web
        connection: {namespace: demo, resource_name: web}
        ports: ["auto:80"]
      - name: named
        connection: {namespace: demo, resource_name: web}
        ports: ["%d:80"]
    """
        .formatted(port);
  }

  private void exhaust(long pid) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    ProcessBuilder load =
        new ProcessBuilder(
            jcmd.toString(),
            Long.toString(pid),
            "JVMTI.agent_load",
            MemoryEater.jar(temporary).toString());
    try (RunningProgram running = RunningProgram.start(load)) {
      Result _ = running.awaitEnd(); // may see the process end under its hands
    }
  }
}
