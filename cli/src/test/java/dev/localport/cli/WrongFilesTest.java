package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The wrong files of the reader's own test, as a user meets them: said whole, and exit code 2. */
class WrongFilesTest {
  private static final Path TABLE =
      Path.of("..", "common/src/test/resources/dev/localport/config/wrong-files.txt");

  @TempDir Path root;

  @TestFactory
  Stream<DynamicTest> everyOneIsToldAndEndsWithTwo() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String block : Files.readString(TABLE).split("(?m)^=== ", -1)) {
      if (!block.isEmpty()) {
        tests.add(
            DynamicTest.dynamicTest(block.lines().findFirst().orElseThrow(), () -> check(block)));
      }
    }
    assertThat(tests).hasSizeGreaterThan(80);
    return tests.stream();
  }

  private void check(String block) throws IOException {
    int problems = block.indexOf(">>>\n");
    List<String> told = block.substring(problems + 4).strip().lines().toList();
    Terminal terminal =
        new Terminal(root).with("PORT", "70000").with("NAME", "db").with("TOKEN", "s3cret\n");
    Files.writeString(
        terminal.folder().resolve("localport.yaml"),
        block.substring(block.indexOf('\n') + 1, problems));

    Terminal.Result result = terminal.run("-c", "localport.yaml", "config", "validate");

    boolean wrong = told.stream().anyMatch(line -> line.startsWith("error "));
    assertThat(result.exit()).isEqualTo(wrong ? 2 : 0);
    assertThat(result.stdout().lines().filter(line -> !line.contains(" is valid: ")))
        .containsExactlyElementsOf(
            told.stream()
                .map(
                    line -> line.replaceFirst("^error ", "").replaceFirst("^warning ", "warning: "))
                .toList());
    assertThat(result.stderr()).isEmpty();
  }
}
