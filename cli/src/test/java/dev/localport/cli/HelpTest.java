package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelpTest {
  private static final Pattern COMMAND = Pattern.compile("(?m)^  ([a-z]+) +[A-Z]");

  @TempDir private Path root;

  private Terminal.Result run(String... words) throws IOException {
    return new Terminal(root).run(words);
  }

  private static boolean fits(String line) {
    return line.length() <= 80;
  }

  private static List<String> with(List<String> words, String word) {
    List<String> longer = new ArrayList<>(words);
    longer.add(word);
    return longer;
  }

  @Test
  void nothingAskedForIsWrongUsageAndShowsTheHelp() throws IOException {
    assertShowsHelp(run(), "Usage: localport [OPTIONS] COMMAND\n");
    assertShowsHelp(run("daemon"), "Usage: localport daemon COMMAND\n");
  }

  private static void assertShowsHelp(Terminal.Result result, String beginning) {
    assertThat(result.stderr()).startsWith(beginning);
    assertThat(result.stdout()).isEmpty();
    assertThat(result.exit()).isEqualTo(2);
  }

  @Test
  void aCommandWithoutANameIsNoCommand() throws IOException {
    assertThat(run("")).isEqualTo(run("help", ""));
    assertThat(run("").stderr()).isEqualTo("unknown command \"\"\nsee: localport --help\n");
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
  void everyCommandGivesOneToThreeExamplesOfItself() throws IOException {
    assertThat(commands(List.of()))
        .contains(List.of("start"), List.of("daemon", "run"), List.of("help"))
        .allSatisfy(words ->
            assertThat(examples(words))
                .hasSizeBetween(1, 3)
                .allMatch(line -> line.contains("localport " + String.join(" ", words))));
  }

  private List<String> examples(List<String> words) throws IOException {
    return help(words)
        .lines()
        .dropWhile(line -> !line.equals("Examples:"))
        .skip(1)
        .takeWhile(line -> !line.isEmpty())
        .toList();
  }

  @Test
  void noPageIsWiderThanATerminal() throws IOException {
    List<List<String>> pages = new ArrayList<>(commands(List.of()));
    pages.addAll(List.of(List.of(), List.of("daemon"), List.of("config"), List.of("cluster")));

    assertThat(pages).allSatisfy(words -> assertThat(help(words).lines()).allMatch(HelpTest::fits));
  }

  @Test
  void theTopPageGroupsTheCommandsByTask() throws IOException {
    String page = help(List.of());
    List<String> offered = run("__complete", "--", "").stdout().lines().toList();

    assertThat(page).containsSubsequence("\nForward:\n", "\nWhen it breaks:\n", "\nSet up:\n");
    assertThat(COMMAND.matcher(page).results().map(found -> found.group(1)))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(offered);
  }

  @Test
  void globalOptionsAreListedOnTheTopPageOnly() throws IOException {
    assertThat(help(List.of())).contains("\nGlobal options:\n", "      --debug ");
    assertThat(help(List.of("start")))
        .contains("\nOptions:\n", "\nGlobal options: localport help options\n")
        .doesNotContain("--debug");
    assertThat(run("help", "options").stdout())
        .startsWith("Global options:\n  -c, --config FILE ")
        .contains("      --debug ");
  }

  @Test
  void aliasesRunTheirCommandAndItsHelpNamesThem() throws IOException {
    assertThat(run("ps", "--help")).isEqualTo(run("status", "--help"));
    assertThat(run("ls", "--refresh", "0")).isEqualTo(run("status", "--refresh", "0"));
    assertThat(run("help", "up")).isEqualTo(run("help", "start"));
    assertThat(help(List.of("down"))).contains("\nAliases: down\n");
    assertThat(help(List.of("forward"))).contains("\nAliases: port-forward, pf\n");
  }

  /** Returns the commands that do something, each by its words. */
  private List<List<String>> commands(List<String> words) throws IOException {
    List<String> below =
        COMMAND.matcher(help(words)).results().map(found -> found.group(1)).toList();
    if (below.isEmpty()) {
      return List.of(words);
    }
    List<List<String>> commands = new ArrayList<>();
    for (String command : below) {
      commands.addAll(commands(with(words, command)));
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
    assertThat(result.stderr()).startsWith("unknown option --x [2J y\n");
    assertThat(result.stderr() + result.stdout()).doesNotContain("\u001b").doesNotContain("\u202e");
  }
}
