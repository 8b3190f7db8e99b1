package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ServiceStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code localport help TOPIC}: short, and the same as the pages of the documentation. */
class HelpTopicsTest {
  private static final Path PROJECT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("..");
  private static final List<String> TOPICS =
      List.of("config", "environment", "exit-codes", "import", "options", "states");

  @TempDir private Path root;

  private String topic(String name) throws IOException {
    Terminal.Result result = new Terminal(root).run("help", name);
    assertThat(result.stderr()).isEmpty();
    assertThat(result.exit()).isZero();
    return result.stdout();
  }

  private static String docs(String page) throws IOException {
    return Files.readString(PROJECT.resolve("docs").resolve(page));
  }

  /** Returns the rows of the table with these heads, without what marks code and links. */
  private static List<MatchResult> rows(String page, String heads) throws IOException {
    String text = docs(page).replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1").replace("`", "");
    String table = text.substring(text.indexOf(heads)).split("\n\n", 2)[0];
    return Pattern.compile("(?m)^\\| ([a-z_0-9]+) \\| ([^|]*) \\|")
        .matcher(table)
        .results()
        .filter(row -> !heads.startsWith("| " + row.group(1) + " |"))
        .toList();
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }

  @Test
  void noTopicIsWiderThanATerminalOrLongerThanAScreen() throws IOException {
    for (String name : TOPICS) {
      assertThat(topic(name).lines()).hasSizeLessThan(60).allMatch(line -> line.length() <= 80);
    }
  }

  @Test
  void theTopPageAndCompletionNameTheTopics() throws IOException {
    assertThat(new Terminal(root).run("--help").stdout())
        .endsWith("Topics: " + String.join(", ", TOPICS) + "\n");
    assertThat(new Terminal(root).run("__complete", "--", "help", "").stdout().lines())
        .containsAll(TOPICS)
        .contains("start", "daemon");
    assertThat(new Terminal(root).run("__complete", "--", "help", "daemon", "re").stdout().lines())
        .containsExactly("reload", "restart");
  }

  @Test
  void exitCodesAreThoseOfTheReference() throws IOException {
    String topic = topic("exit-codes");
    List<MatchResult> rows = rows("cli-reference.md", "| exit code | meaning |");

    assertThat(rows).hasSize(7);
    for (MatchResult row : rows) {
      assertThat(topic).contains("\n  %-3s  %s\n".formatted(row.group(1), row.group(2)));
    }
  }

  @Test
  void statesAndReasonsAreThoseOfTheirPage() throws IOException {
    String topic = oneLine(topic("states"));
    List<MatchResult> states = rows("states.md", "| state | meaning |");
    List<MatchResult> reasons = rows("states.md", "| reason | what LocalPort waits for |");

    assertThat(states).extracting(row -> row.group(1)).containsAll(ServiceStatus.STATES);
    for (MatchResult row : states) {
      assertThat(topic).contains(" " + row.group(1) + " " + row.group(2));
    }
    assertThat(reasons).hasSize(8);
    for (MatchResult row : reasons) {
      assertThat(topic).contains(" " + row.group(1) + " " + row.group(2).replaceAll("\\. .*", "."));
    }
  }

  @Test
  void theFilesToImportAreThoseOfTheirPage() throws IOException {
    String page = docs("coming-from.md");
    String section = page.substring(page.indexOf("## From your files")).split("\n## ", 2)[0];
    List<String> examples =
        Pattern.compile("(?m)^\\|[^|]*\\| `localport config import ([^`]*)` \\|")
            .matcher(section)
            .results()
            .map(row -> row.group(1))
            .toList();

    assertThat(examples).hasSizeGreaterThan(15);
    assertThat(topic("import")).contains(examples);
    assertThat(section).contains("localport help import");
  }

  @Test
  void theFileOfTheTopicIsValid() throws IOException {
    Terminal terminal = new Terminal(root);
    String yaml =
        String.join(
            "\n", topic("config").lines().dropWhile(line -> !line.contains("version:")).toList());
    Files.writeString(
        terminal.folder().resolve("localport.yaml"),
        yaml.substring(0, yaml.indexOf("\n\n")).stripIndent());

    assertThat(terminal.run("config", "validate"))
        .isEqualTo(new Terminal.Result(0, "localport.yaml is valid: 1 service\n", ""));
  }

  @Test
  void theTopicOfACommandStandsBelowItsHelp() throws IOException {
    assertThat(topic("config"))
        .startsWith("Usage: localport config COMMAND\n")
        .contains("\n\nThe configuration file is the first of these that exists:\n");
  }

  @Test
  void theEnvironmentHasTheVariablesOfTheDocumentation() throws IOException {
    String topic = topic("environment");
    String readme = Files.readString(PROJECT.resolve("README.md"));
    String files = readme.substring(readme.indexOf("## Where files live")).split("\n## ", 2)[0];

    assertThat(Pattern.compile("`\\$?([A-Z][A-Z_]+)[`/]").matcher(files).results())
        .isNotEmpty()
        .allSatisfy(variable -> assertThat(topic).contains(variable.group(1)));
  }

  @Test
  void theReferenceShowsWhatHelpPrints() throws IOException {
    String page = docs("cli-reference.md");
    String section = page.substring(page.indexOf("\n## localport help\n"));
    String block = section.split("```\n", 3)[1];

    StringBuilder printed = new StringBuilder();
    for (String line : block.lines().filter(each -> each.startsWith("$ ")).toList()) {
      String[] words = line.substring("$ localport ".length()).split(" ", -1);
      printed.append(line).append('\n').append(new Terminal(root).run(words).stdout());
    }
    assertThat(printed.toString()).isEqualTo(block).contains("$ localport help env\n");
  }
}
