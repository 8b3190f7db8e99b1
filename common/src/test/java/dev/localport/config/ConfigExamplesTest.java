package dev.localport.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.config.form.Problem;
import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ConfigExamplesTest {
  /** Maven and the common editors run a module's tests in the module's folder. */
  private static final Path FOLDER = Path.of("..", "config-examples");

  private static final String MODELINE =
      "# yaml-language-server: $schema=./localport.schema.json\n";

  @TestFactory
  Stream<DynamicTest> everyExampleIsReadAndFitsTheSchema() throws IOException {
    return examples().stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
  }

  @Test
  void thereAreExamples() throws IOException {
    assertThat(examples())
        .extracting(file -> file.getFileName().toString())
        .containsExactly(
            "development.yaml",
            "everything.yaml",
            "localport-1.0.yaml",
            "many-clusters.yaml",
            "minimal.yaml",
            "private.yaml",
            "production.yaml",
            "team.yaml");
  }

  @Test
  void theSchemaBesideTheExamplesIsTheOneOfTheProgram() throws IOException {
    JsonObject.Builder schema = JsonObject.builder();
    ConfigReader.schema().forEach(schema::put);

    assertThat(JsonObject.parse(Files.readString(FOLDER.resolve("localport.schema.json"))))
        .as("write it anew: localport config schema > config-examples/localport.schema.json")
        .isEqualTo(schema.build());
  }

  @Test
  void theExampleOfEverythingHasEveryKey() {
    String everything = text(FOLDER.resolve("everything.yaml"));

    for (String path : DeclaredKeys.current()) {
      if (!DeclaredKeys.isOfOldFiles(path)) {
        String key = path.substring(path.lastIndexOf('.') + 1);
        assertThat(everything).as(path).containsPattern("(^|[\\s{-])" + key + ":");
      }
    }
  }

  private static void check(Path file) {
    String text = text(file);

    assertThat(text).startsWith(MODELINE);
    assertThat(SchemaCheck.problems(text)).isEmpty();
    switch (ConfigReader.read(
        FileTree.EXAMPLES.access(String.valueOf(file.getFileName())),
        text.getBytes(StandardCharsets.UTF_8),
        true,
        Map.of())) {
      case ConfigResult.Loaded(ConfigFile config) -> {
        assertThat(config.services()).isNotEmpty();
        assertThat(config.notes()).allMatch(ConfigExamplesTest::isOfTheFuture);
      }
      case ConfigResult result -> throw new AssertionError(Read.problems(result));
    }
  }

  /** Everything in an example is right; not everything is acted on in this version. */
  private static boolean isOfTheFuture(Problem note) {
    return note.wrong().contains("not supported yet");
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
