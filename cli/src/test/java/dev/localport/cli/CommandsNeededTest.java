package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which commands are made for a command line; making all costs more than most of them. */
class CommandsNeededTest {
  @TempDir private Path root;

  @Test
  void theOneThatIsNamedIsMadeAlone() {
    assertThat(Commands.neededFor("status")).containsExactly("status");
    assertThat(Commands.neededFor("-o", "json", "status", "--health")).containsExactly("status");
    assertThat(Commands.neededFor("daemon", "reload")).containsExactly("daemon");
  }

  @Test
  void anAliasMakesItsCommand() {
    assertThat(Commands.neededFor("ls")).containsExactly("status");
    assertThat(Commands.neededFor("pf", "svc/web", "80")).containsExactly("forward");
    assertThat(Commands.neededFor("down", "-a")).containsExactly("stop");
  }

  @Test
  void aServiceThatIsNamedLikeACommandHasBothMade() {
    assertThat(Commands.neededFor("stop", "env")).containsExactly("stop", "env");
  }

  @Test
  void allAreMadeWhenNoneIsNamedOrOneLooksAtTheOthers() {
    assertThat(Commands.neededFor()).isEqualTo(Commands.NAMES);
    assertThat(Commands.neededFor("--help")).isEqualTo(Commands.NAMES);
    assertThat(Commands.neededFor("help", "status")).isEqualTo(Commands.NAMES);
    assertThat(Commands.neededFor("completion", "bash")).isEqualTo(Commands.NAMES);
  }

  @Test
  void aMistakeIsToldAsIfAllHadBeenMade() throws IOException {
    Terminal.Result result = new Terminal(root).run("rest", "status");

    assertThat(result.stderr())
        .isEqualTo(
            """
            unknown command "rest"; did you mean restart?
            see: localport --help
            """);
  }
}
