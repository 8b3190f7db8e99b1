package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code status} prints while no daemon runs. */
class ServicesBeforeTest {
  @TempDir private Path root;
  private Terminal terminal;

  @BeforeEach
  void makeState() throws IOException {
    terminal = new Terminal(root);
    Files.createDirectories(terminal.state());
  }

  private void assertPrints(String state, String line) throws IOException {
    Files.writeString(terminal.state().resolve("state.json"), state);

    assertThat(terminal.run("status"))
        .isEqualTo(new Terminal.Result(ExitCode.GENERAL, "", line + "\n"));
  }

  @Test
  void whatRanBeforeIsNamedWithTheCommandThatStartsItAgain() throws IOException {
    assertPrints(
        "{\"version\":1,\"wanted\":[{\"name\":\"web\",\"file\":null}]}",
        "the daemon is not running; 1 service ran before: web; start it again: localport daemon"
            + " start");
    assertPrints(
        "{\"wanted\":[{\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"c\"},{\"name\":\"d\"}]}",
        "the daemon is not running; 4 services ran before: a, b, c and 1 more; start them again:"
            + " localport daemon start");
  }

  @Test
  void whereNothingRanOrTheStateCannotBeReadTheDaemonAloneIsNamed() throws IOException {
    String line = "the daemon is not running; start it: localport daemon start";
    assertPrints("{\"wanted\":[]}", line);
    assertPrints("{\"wanted\":3}", line);
    assertPrints("no JSON", line);
  }
}
