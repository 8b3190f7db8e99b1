package dev.localport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Configuration files that the pages show load as they are, without a note. */
class PageExamplesTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```yaml\n(.*?)^ *```$");
  private static final Pattern OURS =
      Pattern.compile(
          "(version|cluster_contexts|defaults|notify|services):(?!.*\\bimage:).*", Pattern.DOTALL);

  @TestFactory
  Stream<DynamicTest> load() throws IOException {
    return pages().stream().flatMap(PageExamplesTest::examples);
  }

  private static Stream<DynamicTest> examples(Path page) {
    return blocks(page)
        .filter(block -> OURS.matcher(block).matches())
        .map(block ->
            DynamicTest.dynamicTest(page.getFileName() + ": " + block, () -> load(whole(block))));
  }

  private static void load(String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    assertThat(
            Read.problems(
                ConfigReader.read(FileTree.EXAMPLES.access("page.yaml"), content, true, Map.of())))
        .isEmpty();
  }

  private static Stream<String> blocks(Path page) {
    try {
      return BLOCK
          .matcher(Files.readString(page))
          .results()
          .map((MatchResult found) -> found.group(1).stripTrailing().stripIndent() + "\n")
          .toList()
          .stream();
    } catch (IOException e) {
      throw new AssertionError(page.toString(), e);
    }
  }

  private static String whole(String block) {
    return (block.startsWith("version") ? "" : "version: '1.0'\n")
        + block
        + (block.contains("services:") ? "" : "services: []\n");
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("..", "docs"))) {
      return Stream.concat(Stream.of(Path.of("..", "README.md")), files)
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !file.endsWith("configuration.md")) // ConfigurationDocTest
          .sorted()
          .toList();
    }
  }
}
