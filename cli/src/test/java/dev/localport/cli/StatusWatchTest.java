package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which picture {@code status --watch} shows, as far as that is decided without a terminal. */
class StatusWatchTest {
  @TempDir private Path root;

  @Test
  void anIntervalIsForTheTableAlone() throws Exception {
    Terminal terminal = new Terminal(root).typing("");

    Terminal.Result result = terminal.run("status", "--watch", "--refresh", "5");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.stderr())
        .startsWith("--refresh needs --plain: the screen shows changes as they happen\n");
  }

  @Test
  void whatAsksForATableGetsOne() throws Exception {
    for (String[] words :
        new String[][] {
          {"status", "--watch", "--plain", "--refresh", "5"},
          {"status", "--watch", "-o", "wide", "--refresh", "5"}
        }) {
      Terminal terminal = new Terminal(root).typing("");

      assertThat(terminal.run(words).stderr()).startsWith("the daemon is not running");
    }
  }

  @Test
  void aTerminalThatCannotMoveItsCursorGetsTheTable() throws Exception {
    Terminal terminal = new Terminal(root).typing("").with("TERM", "dumb");

    assertThat(terminal.run("status", "--watch", "--refresh", "5").stderr())
        .startsWith("the daemon is not running");
    assertThat(terminal.run("ui").stderr()).startsWith("ui needs a terminal");
  }
}
