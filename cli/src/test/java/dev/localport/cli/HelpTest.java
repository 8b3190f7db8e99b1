package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelpTest {
  private static final Pattern COMMAND = Pattern.compile("(?m)^  ([a-z]+)  ");

  @TempDir private Path root;

  private Terminal.Result run(String... words) throws IOException {
    return new Terminal(root).run(words);
  }

  private static List<String> with(List<String> words, String word) {
    List<String> longer = new ArrayList<>(words);
    longer.add(word);
    return longer;
  }

  @Test
  void nothingAskedForIsWrongUsageAndShowsTheHelp() throws IOException {
    assertShowsHelp(run(), "Usage: localport [");
    assertShowsHelp(run("daemon"), "Usage: localport daemon [");
  }

  private static void assertShowsHelp(Terminal.Result result, String beginning) {
    assertThat(result.stderr()).startsWith(beginning).contains("\nCommands:\n");
    assertThat(result.stdout()).isEmpty();
    assertThat(result.exit()).isEqualTo(2);
  }

  @Test
  void aCommandWithoutANameIsNoCommand() throws IOException {
    assertThat(run("")).isEqualTo(run("help", ""));
    assertThat(run("").stderr())
        .isEqualTo("there is no command \"\" in this version\nsee: localport --help\n");
  }

  @Test
  void helpShowsWhatTheOptionShows() throws IOException {
    assertThat(run("help")).isEqualTo(run("--help"));
    assertThat(run("help", "start")).isEqualTo(run("start", "--help"));
    assertThat(run("help", "daemon", "stop")).isEqualTo(run("daemon", "stop", "--help"));
    assertThat(run("help").exit()).isZero();
    assertThat(run("help").stderr()).isEmpty();
  }

  @Test
  void everyCommandGivesAnExampleOfItself() throws IOException {
    assertThat(commands(List.of()))
        .contains(List.of("start"), List.of("daemon", "run"), List.of("help"))
        .allSatisfy(words ->
            assertThat(help(words)).contains("\nExample: localport " + String.join(" ", words)));
  }

  /** Returns the commands that do something, each by its words. */
  private List<List<String>> commands(List<String> words) throws IOException {
    String help = help(words);
    int list = help.indexOf("Commands:\n");
    if (list < 0) {
      return List.of(words);
    }
    List<List<String>> commands = new ArrayList<>();
    for (MatchResult command : COMMAND.matcher(help.substring(list)).results().toList()) {
      commands.addAll(commands(with(words, command.group(1))));
    }
    return commands;
  }

  private String help(List<String> words) throws IOException {
    return run(with(words, "--help").toArray(String[]::new)).stdout();
  }

  @Test
  void anUnknownOptionSteersNoTerminal() throws Exception {
    Terminal.Result result = new Terminal(root).run("status", "--x\u001b[2J\u202ey");

    assertThat(result.exit()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(result.stderr()).startsWith("Unknown option: '--x [2J y'\n");
    assertThat(result.stderr() + result.stdout()).doesNotContain("\u001b").doesNotContain("\u202e");
  }
}
