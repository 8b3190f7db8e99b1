package dev.localport.e2e;

import dev.localport.cli.DaemonContract;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The real daemon keeps what the one of the tests promises; it needs no cluster. */
@Tag("ci")
@BesideOthers
class DaemonContractIT extends DaemonContract {
  @TempDir Path temporary;
  private LocalportProgram localport;
  private ProcessHandle daemon;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    localport = new LocalportProgram(temporary, temporary.resolve("none"));
    Result started = localport.run("daemon", "start");
    if (started.exit() != 0) {
      throw new AssertionError(started.toString());
    }
    daemon = localport.findDaemon().orElseThrow();
  }

  @AfterEach
  void stop() throws IOException {
    localport.close();
  }

  @Override
  protected Path stateFolder() {
    return localport.home();
  }

  @Override
  protected void awaitEnd() throws InterruptedException {
    Await.until("end of the daemon", () -> !daemon.isAlive());
  }
}
