package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.DaemonInfo;
import dev.localport.api.Methods;
import dev.localport.api.Version;
import dev.localport.rpc.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon of another version: it is named, with what to do, and can be seen and stopped. */
class OtherProtocolTest {
  @TempDir private Path root;
  private Terminal terminal;
  private FakeDaemon daemon;

  @BeforeEach
  void start() throws Exception {
    terminal = new Terminal(root);
    daemon = new FakeDaemon(terminal.state());
    daemon.does(
        Methods.STOP_DAEMON,
        (_, _) -> {
          daemon.stopSoon();
          return JsonObject.builder().put("pid", Samples.PID).build();
        });
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  private void speaks(int protocol) {
    DaemonInfo info = new DaemonInfo(Samples.PID, "0.1.0", protocol, 60, List.of());
    daemon
        .answers(Methods.HELLO, FakeDaemon.hello(protocol))
        .answers(Methods.STATUS, JsonObject.builder().put("daemon", info.toJson()).build());
  }

  @Test
  void anOlderOneIsToBeReplaced() {
    speaks(0);

    assertThat(terminal.run("status"))
        .isEqualTo(
            new Terminal.Result(
                1,
                "",
                "the daemon (pid 4194305, version 0.1.0) speaks protocol 0, this localport (version"
                    + " %s) protocol 1; replace the daemon with this version: localport daemon"
                        .formatted(Version.current())
                    + " restart\n"));
  }

  @Test
  void aNewerOneIsToBeReplacedOrUsedWithItsOwnVersion() {
    speaks(2);

    assertThat(terminal.run("start", "web").stderr())
        .isEqualTo(
            "the daemon (pid 4194305, version 0.1.0) speaks protocol 2, this localport (version"
                + " %s) protocol 1; replace the daemon with this version: localport daemon"
                    .formatted(Version.current())
                + " restart, or use localport 0.1.0\n");
  }

  @Test
  void itsOwnStatusIsShownWithARemark() {
    speaks(2);

    Terminal.Result result = terminal.run("daemon", "status");

    assertThat(result.exit()).isZero();
    assertThat(result.stdout()).startsWith("daemon: pid 4194305, version 0.1.0, up 1m");
    assertThat(result.stderr()).contains("speaks protocol 2").contains("daemon restart");
    JsonObject json = JsonObject.parse(terminal.run("daemon", "status", "-o", "json").stdout());
    assertThat(json.number("protocol")).isEqualTo(2);
  }

  @Test
  void itCanBeStopped() throws InterruptedException {
    speaks(2);

    assertThat(terminal.run("daemon", "stop"))
        .isEqualTo(new Terminal.Result(0, "daemon stopped\n", ""));
    daemon.awaitEnd();
    Terminal.Result after = terminal.run("daemon", "status");
    assertThat(after.exit()).isEqualTo(1);
    assertThat(after.stdout()).startsWith("daemon not running\n");
  }
}
