package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Methods;
import dev.localport.rpc.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code logs} of a service of the file that has logged nothing. */
class LogsOfNothingTest {
  @TempDir private Path root;
  private Terminal terminal;

  @BeforeEach
  void open() throws Exception {
    terminal = new Terminal(root);
    Files.writeString(
        terminal.folder().resolve("localport.yaml"),
        """
        version: "1.0"
        services:
        - {name: web, connection: {resource_name: web}, local_port: 1, remote_port: 2}
        """);
  }

  @Test
  void itIsTheSameWithAndWithoutADaemon() throws Exception {
    Terminal.Result without = terminal.run("logs", "web");
    Terminal.Result filtered = terminal.run("logs", "web", "--level", "warn");
    Terminal.Result json = terminal.run("logs", "web", "-o", "json");

    assertThat(without).isEqualTo(new Terminal.Result(0, "", "nothing was logged yet\n"));
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(
          Methods.LOG_QUERY,
          JsonObject.builder().put("lines", List.of()).put("truncated", false).build());
      assertThat(terminal.run("logs", "web")).isEqualTo(without);
      assertThat(terminal.run("logs", "web", "--level", "warn")).isEqualTo(filtered);
      assertThat(terminal.run("logs", "web", "-o", "json")).isEqualTo(json);
    }
  }

  @Test
  void itHasNoFilesAndIsNotUnknown() {
    assertThat(terminal.run("logs", "web", "--list").stderr())
        .isEqualTo("nothing was logged yet\n");
    assertThat(terminal.run("logs", "web", "--list").exit()).isZero();
    assertThat(terminal.run("logs", "wbe", "--list").exit()).isEqualTo(3);
    assertThat(terminal.run("logs", "wbe"))
        .isEqualTo(
            new Terminal.Result(
                3,
                "",
                "nothing was logged about wbe: there is no ~/state/logs/services/wbe.log;"
                    + " did you mean web?\n"));
  }
}
