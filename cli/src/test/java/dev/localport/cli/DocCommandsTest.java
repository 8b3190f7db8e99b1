package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.render.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** The command line understands the commands that the pages on clusters and integration show. */
class DocCommandsTest {
  private static final Path DOCS =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../docs");

  @TestFactory
  Stream<DynamicTest> eachCommandIsUnderstood() throws IOException {
    List<String> lines =
        Stream.concat(lines("integration.md"), lines("cluster-health.md"))
            .filter(line -> line.startsWith("localport "))
            .toList();
    return lines.stream().map(line -> DynamicTest.dynamicTest(line, () -> parse(line)));
  }

  private static Stream<String> lines(String page) throws IOException {
    return Files.readString(DOCS.resolve(page)).lines();
  }

  private static void parse(String line) {
    String[] words = line.replaceFirst("\\s*#.*", "").split("\\s+", -1);
    CliEnvironment surroundings = CliEnvironment.ofProcess();
    CommandLine root =
        new CommandLine(
            new CommandTree(surroundings, Console.ofProcess(surroundings.environment())).spec());

    assertThatCode(
            () -> root.parseArgs(List.of(words).subList(1, words.length).toArray(new String[0])))
        .doesNotThrowAnyException();
  }
}
