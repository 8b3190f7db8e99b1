package dev.localport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ConfigExamplesTest {
  /** Maven and the common editors run a module's tests in the module's folder. */
  private static final Path FOLDER = Path.of("..", "config-examples");

  @TestFactory
  Stream<DynamicTest> everyExampleIsReadWithoutANote() throws IOException {
    return examples().stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
  }

  @Test
  void thereAreExamples() throws IOException {
    assertThat(examples())
        .extracting(file -> file.getFileName().toString())
        .contains("minimal.yaml", "development.yaml");
  }

  private static void check(Path file) {
    assertThat(Read.services(text(file))).isNotEmpty();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }
}
