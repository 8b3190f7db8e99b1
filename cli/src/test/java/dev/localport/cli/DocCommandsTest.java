package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.render.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** The command line understands the commands that these pages show, in blocks and in tables. */
class DocCommandsTest {
  private static final Path DOCS =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../docs");

  /** A line of a block, with or without its prompt, or what stands in a text as code. */
  private static final Pattern COMMAND =
      Pattern.compile("(?m)(?:^(?:\\$ )?|[`(])(localport [a-z][^`\n)]*)");

  /** Commands that need an argument, where a text only names them. */
  private static final Pattern NAME =
      Pattern.compile("localport (?:forward|port-forward|run|test)");

  @TestFactory
  Stream<DynamicTest> eachCommandIsUnderstood() throws IOException {
    List<String> lines =
        Stream.of(
                "integration.md",
                "cluster-health.md",
                "coming-from.md",
                "getting-started.md",
                "install.md",
                "../README.md")
            .flatMap(DocCommandsTest::commands)
            .filter(line -> !NAME.matcher(line).matches())
            .distinct()
            .toList();
    assertThat(lines).hasSizeGreaterThan(50);
    return lines.stream().map(line -> DynamicTest.dynamicTest(line, () -> parse(line)));
  }

  private static Stream<String> commands(String page) {
    try {
      String text = Files.readString(DOCS.resolve(page));
      return COMMAND.matcher(text).results().map(command -> command.group(1).replace("\\|", "|"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void parse(String line) {
    String[] words = line.replaceFirst("\\s*[#|].*", "").strip().split("\\s+", -1);
    CliEnvironment surroundings = CliEnvironment.ofProcess();
    CommandLine root =
        new CommandLine(
            new CommandTree(surroundings, Console.ofProcess(surroundings.environment())).spec());

    assertThatCode(
            () -> root.parseArgs(List.of(words).subList(1, words.length).toArray(new String[0])))
        .doesNotThrowAnyException();
  }
}
