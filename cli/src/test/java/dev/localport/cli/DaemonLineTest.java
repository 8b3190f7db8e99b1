package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a terminal shows while a command waits for the daemon. */
class DaemonLineTest {
  private static final String STARTS = "\r\u001b[Kstarting the daemon\r\u001b[K";

  @TempDir private Path root;
  private Terminal terminal;

  @BeforeEach
  void open() throws Exception {
    terminal = new Terminal(root);
    Files.writeString(terminal.folder().resolve("localport.yaml"), "services: []\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "forward svc/web 8080:80",
        "forward -d svc/web 8080:80",
        "forward -d svc/web 8080:80 --save web",
        "daemon start",
        "daemon restart",
        "settings set reconnect.auto false",
        "login dev",
        "start --all"
      })
  void aTerminalShowsAtOnceThatTheDaemonIsStarted(String command) {
    Terminal.Result piped = terminal.run(command.split(" ", -1));
    Terminal.Result shown = terminal.typing("").run(command.split(" ", -1));

    assertThat(piped.exit()).isEqualTo(ExitCode.GENERAL);
    assertThat(piped.stderr()).doesNotContain("starting the daemon");
    assertThat(shown.stderr()).contains(STARTS);
  }

  @Test
  void aForwardThatTakesLongerThanASecondIsCounted() throws Exception {
    terminal.typing("");
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.does(
          Methods.START,
          (_, _) -> {
            Await.until(
                "the seconds of the forward",
                terminal::stderr,
                text -> text.contains("\r\u001b[Kconnecting to svc/web (1s)"));
            return Samples.reply(Samples.postgres()).toJson();
          });

      Terminal.Result result = terminal.run("forward", "-d", "svc/web", "8080:80");

      assertThat(result.exit()).as(result.stderr()).isZero();
      assertThat(result.stderr()).endsWith("\r\u001b[K");
    }
  }

  @Test
  void aDaemonThatAnswersAtOnceNeedsNoLine() throws Exception {
    terminal.typing("");
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(Methods.OPERATION_LIST, none());

      assertThat(terminal.run("operations").stderr()).doesNotContain("\r");
    }
  }

  private static JsonObject none() {
    return JsonObject.builder().put("operations", List.of()).build();
  }
}
