package dev.localport.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.paths.DaemonFile;
import dev.localport.paths.ThisHost;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FoundTest {
  private static DaemonFile on(String host) {
    return new DaemonFile(812, "1", host, Path.of("/s/daemon.sock"), Instant.EPOCH);
  }

  @Test
  void aDaemonThatCannotBeAskedIsNamedWithWhatToDo() {
    assertThat(new Found.Unreachable(on(ThisHost.name()), "its socket is missing").text())
        .isEqualTo(
            "the daemon (pid 812) is running but cannot be reached: its socket is missing; replace"
                + " it: localport daemon restart");
    assertThat(new Found.Unreachable(null, "its socket is missing").text())
        .startsWith("the daemon is running but cannot be reached: ");
  }

  @Test
  void oneOnAnotherMachineIsToBeStoppedThere() {
    assertThat(new Found.Unreachable(on("another"), "its socket is missing").text())
        .isEqualTo(
            "the daemon (pid 812) runs on another and cannot be reached from here: stop it there,"
                + " or give this machine a folder of its own with LOCALPORT_HOME");
  }
}
