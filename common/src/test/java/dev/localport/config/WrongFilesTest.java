package dev.localport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Wrong files and the whole of what is said about each, from {@code wrong-files.txt}.
 *
 * <p>There a case is {@code === title}, the file, {@code >>>}, and one line for each problem:
 * severity and message. A case without an error has to load. What the reader refuses, the schema
 * refuses too, unless the title says otherwise.
 */
class WrongFilesTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PORT", "70000", "NAME", "db", "TOKEN", "s3cret\n");

  private record Case(String title, String yaml, String problems) {
    static Case of(String block) {
      int text = block.indexOf('\n') + 1;
      int problems = block.indexOf(">>>\n");
      return new Case(
          block.substring(0, text).strip(),
          block.substring(text, problems),
          block.substring(problems + 4).strip());
    }
  }

  @TestFactory
  Stream<DynamicTest> saysWhatIsWrongAndWhereAndWhatIsRight() throws IOException {
    return cases().stream()
        .map(wrong -> DynamicTest.dynamicTest(wrong.title(), () -> check(wrong)));
  }

  /** Marks cases that a schema lets pass: rules between keys, what texts and variables hold. */
  private static final String READER_ALONE = "[reader alone]";

  @TestFactory
  Stream<DynamicTest> theSchemaRefusesWhatTheReaderRefuses() throws IOException {
    return cases().stream()
        .filter(WrongFilesTest::isYaml)
        .map(wrong -> DynamicTest.dynamicTest(wrong.title(), () -> compare(wrong)));
  }

  private static void compare(Case wrong) {
    boolean refused = wrong.problems().contains("error ");
    boolean unknown = wrong.problems().contains(": unknown key; ");

    assertThat(!SchemaCheck.problems(wrong.yaml()).isEmpty())
        .isEqualTo((refused || unknown) && !wrong.title().endsWith(READER_ALONE));
  }

  /** Tells whether the text is YAML as others read it: of one document, without tags of its own. */
  private static boolean isYaml(Case wrong) {
    try {
      return new Load(LoadSettings.builder().build()).loadFromString(wrong.yaml()) != null
          && !wrong.yaml().contains("*s");
    } catch (RuntimeException _) {
      return false;
    }
  }

  private static void check(Case wrong) {
    ConfigResult result = ConfigReader.read("localport.yaml", wrong.yaml(), false, ENVIRONMENT);

    assertThat(Read.problems(result)).isEqualTo(wrong.problems());
    assertThat(!(result instanceof ConfigResult.Loaded(ConfigFile file) && file.isWhole()))
        .isEqualTo(wrong.problems().lines().anyMatch(line -> line.startsWith("error ")));
  }

  private static List<Case> cases() throws IOException {
    try (InputStream in = WrongFilesTest.class.getResourceAsStream("wrong-files.txt")) {
      String all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(all.split("(?m)^=== ", -1)).skip(1).map(Case::of).toList();
    }
  }
}
