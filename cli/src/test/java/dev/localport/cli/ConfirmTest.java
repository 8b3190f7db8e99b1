package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Methods;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import dev.localport.testing.Await;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code start} of services that are marked {@code confirm}. */
class ConfirmTest {
  private static final String REFUSAL =
      "prod-db must be confirmed (confirm: true): add --yes; nothing was started";

  @TempDir private Path root;

  private static FakeDaemon daemon(Terminal terminal) throws Exception {
    return new FakeDaemon(terminal.state())
        .does(
            Methods.START,
            (params, _) -> {
              if (params.flag("confirmed", false)) {
                return Samples.reply(Samples.postgres()).toJson();
              }
              throw new RpcException(
                  RpcException.FAILED,
                  REFUSAL,
                  JsonObject.builder()
                      .put("exit_code", 2)
                      .put("confirm", List.of("prod-db"))
                      .build());
            });
  }

  @Test
  void aScriptNeedsYes() throws Exception {
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = daemon(terminal)) {
      assertThat(terminal.run("start", "prod-db"))
          .isEqualTo(new Terminal.Result(2, "", REFUSAL + "\n"));
      assertThat(daemon.asked()).hasSize(1);

      assertThat(terminal.run("start", "prod-db", "--yes").exit()).isZero();
    }
  }

  @Test
  void aPersonIsAsked() throws Exception {
    for (String yes : List.of("y", "Y", " yes ")) {
      Terminal terminal = new Terminal(root).typing(yes);
      try (FakeDaemon _ = daemon(terminal)) {
        Terminal.Result result = terminal.run("start", "prod-db");

        assertThat(result.stderr()).contains("start prod-db? [y/N] ");
        assertThat(result.exit()).isZero();
      }
    }
  }

  @Test
  void anythingButYesIsNo() throws Exception {
    for (String no : List.of("", "n", "yesterday")) {
      Terminal terminal = new Terminal(root).typing(no);
      try (FakeDaemon daemon = daemon(terminal)) {
        assertThat(terminal.run("start", "prod-db"))
            .isEqualTo(new Terminal.Result(1, "", "start prod-db? [y/N] nothing was started\n"));
        assertThat(daemon.asked()).hasSize(1);
      }
    }
  }

  @Test
  void theQuestionStaysWhileThePersonThinks() throws Exception {
    Terminal terminal = new Terminal(root);
    String question = "start prod-db? [y/N] ";
    AtomicReference<String> seen = new AtomicReference<>();
    terminal.typing(() -> {
      Await.until("a second to pass", () -> !terminal.stderr().endsWith(question) || isHeld());
      seen.set(terminal.stderr());
      return "n";
    });
    try (FakeDaemon _ = daemon(terminal)) {
      assertThat(terminal.run("start", "prod-db").stderr()).endsWith("nothing was started\n");
      assertThat(seen.get()).endsWith(question);
    }
  }

  /* Tells whether the line that counts seconds waits for its turn. */
  private static boolean isHeld() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread ->
            thread.getName().equals("progress") && thread.getState() == Thread.State.BLOCKED);
  }
}
