package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon in the foreground of a terminal; it needs no cluster. */
@Tag("ci")
@BesideOthers
class DaemonRunIT {
  @TempDir Path temporary;

  @Test
  void itSaysWhereItIsAndEndsWithCtrlC() throws IOException, InterruptedException {
    try (LocalportProgram localport = new LocalportProgram(temporary, temporary.resolve("none"));
        RunningProgram running = localport.start("daemon", "run")) {
      String line = running.awaitLine("Ctrl-C stops it");

      assertThat(line)
          .isEqualTo(
              "the daemon listens on %s/daemon.sock and logs to %s/logs/daemon.log; Ctrl-C stops it"
                  .formatted(localport.home(), localport.home()));
      assertThat(localport.run("daemon", "status").exit()).isZero();

      running.interrupt();
      Result result = running.awaitEnd();

      assertThat(result.stdout()).isEmpty();
      assertThat(result.stderr()).isEqualTo(line + "\n");
      assertThat(localport.findDaemon()).isEmpty();
    }
  }

  @Test
  void quietItSaysNothing() throws IOException, InterruptedException {
    try (LocalportProgram localport = new LocalportProgram(temporary, temporary.resolve("none"));
        RunningProgram running = localport.start("daemon", "run", "-q")) {
      Await.until(
          "the daemon answers", () -> localport.run("daemon", "status").exit(), exit -> exit == 0);

      running.interrupt();

      assertThat(running.awaitEnd().stderr()).isEmpty();
    }
  }
}
