package dev.localport.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.paths.DaemonFile;
import dev.localport.paths.ThisHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which signal ended a daemon, with a process of this machine. */
class DaemonEndSignalsTest {
  @TempDir private Path root;

  private DaemonEnd daemonEnd() {
    Map<String, String> environment = Map.of("LOCALPORT_HOME", root.toString());
    return new DaemonEnd(
        new Daemons(
            TestEnvironments.in(
                root, environment, TestEnvironments.daemon(Path.of("/no/java"), null))));
  }

  @Test
  void aDaemonThatEndsInOrderOnSigtermWasNotKilled()
      throws CommandException, IOException, InterruptedException {
    Process daemon = new ProcessBuilder("sleep", "600").start();
    try {
      DaemonFile file =
          new DaemonFile(
              daemon.pid(), "1", ThisHost.name(), root.resolve("daemon.sock"), Instant.now());

      assertThat(daemonEnd().end(new Found.Unreachable(file, "its socket is missing")))
          .isEqualTo(DaemonEnd.Outcome.TERMINATED);

      assertThat(daemon.waitFor()).isEqualTo(128 + 15);
    } finally {
      daemon.destroyForcibly();
    }
  }
}
