package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGHUP has the daemon read its files again, and ends nothing. */
@Tag("ci")
@BesideOthers
class HangupIT {
  private static final String SERVICES =
      """
      version: "1.0"
      services:
        - name: web
          connection: {namespace: demo, resource_name: web}
          ports: ["auto:80"]
      """;

  @TempDir Path temporary;

  @Test
  void aDaemonInASessionOfItsOwnReloads() throws IOException, InterruptedException {
    reloads(System.getenv("PATH"));
  }

  /** As on macOS, where it is started by a shell. */
  @Test
  void aDaemonThatWasStartedWithoutSetsidReloads() throws IOException, InterruptedException {
    reloads(Files.createDirectories(temporary.resolve("bin")).toString());
  }

  private void reloads(String path) throws IOException, InterruptedException {
    try (SimulatedCluster cluster = SimulatedCluster.start(temporary);
        LocalportProgram localport =
            new LocalportProgram(temporary, cluster.kubeconfig()).with("PATH", path)) {
      localport.config(SERVICES);
      Result start = localport.run("start", "--timeout", "60");
      assertThat(start.exit()).as(start.toString()).isZero();
      int port = Ports.of(localport, "web");
      ProcessHandle daemon = localport.findDaemon().orElseThrow();

      for (int i = 1; i <= 2; i++) {
        hangUp(daemon.pid());
        int count = i;
        Await.until("reload %d in the log".formatted(i), () -> reloads(localport) == count);
      }

      assertThat(localport.run("status").exit()).isZero();
      assertThat(localport.findDaemon().orElseThrow().pid()).isEqualTo(daemon.pid());
      assertThat(Http.get(port, "/")).isNotEmpty();
    }
  }

  private static void hangUp(long pid) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-HUP", Long.toString(pid)).start().waitFor()).isZero();
  }

  private static long reloads(LocalportProgram localport) throws IOException {
    return Files.readString(localport.home().resolve("logs/daemon.log"))
        .lines()
        .filter(line -> line.contains("configuration reload requested"))
        .count();
  }
}
