package dev.localport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * {@code docs/configuration.md} has a row for each declared key, and each of its examples loads.
 */
class ConfigurationDocTest {
  private static final String LEVEL = "^(defaults\\.|services\\[\\]\\.|cluster_contexts\\.NAME\\.)";

  @TestFactory
  Stream<DynamicTest> hasARowForEachKeyWithDefaultBoundsAndMeaning() throws IOException {
    Map<String, Map<?, ?>> keys = new TreeMap<>();
    DeclaredKeys.schemas()
        .forEach((path, key) -> keys.putIfAbsent(path.replaceFirst(LEVEL, ""), key));
    String page = page();

    return keys.entrySet().stream()
        .map(key ->
            DynamicTest.dynamicTest(
                key.getKey(), () -> check(row(page, key.getKey()), key.getValue())));
  }

  private static void check(String row, Map<?, ?> key) {
    assertThat(row).contains(String.valueOf(key.get("description")));
    Object otherwise = key.get("default");
    if (otherwise != null) {
      assertThat(row).contains("| `" + otherwise + "` |");
    }
    String bounds = bounds(key);
    if (bounds != null) {
      assertThat(row).contains(bounds);
    }
  }

  /** Returns the bounds of a number that is no time, as the page shows them. */
  private static @Nullable String bounds(Map<?, ?> key) {
    return key.get("anyOf") instanceof List<?> choices
            && choices.getFirst() instanceof Map<?, ?> number
            && choices.size() == 2
            && number.containsKey("minimum")
        ? number.get("minimum") + " to " + number.get("maximum")
        : null;
  }

  private static String row(String page, String key) {
    return page.lines()
        .filter(line -> line.startsWith("| `" + key + "` |"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no row for " + key));
  }

  @Test
  void hasNoRowForAKeyThatIsNotDeclared() throws IOException {
    assertThat(
            page()
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(3, line.indexOf('`', 3))))
        .isSubsetOf(
            DeclaredKeys.current().stream().map(path -> path.replaceFirst(LEVEL, "")).toList());
  }

  @TestFactory
  Stream<DynamicTest> everyExampleLoads() throws IOException {
    return Stream.of(page().split("```yaml\n", -1))
        .skip(1)
        .map(part -> part.substring(0, part.indexOf("```")))
        .map(part -> DynamicTest.dynamicTest(part, () -> load(part)));
  }

  /** A part of a file is one of a service, or stands at the top. */
  private static void load(String part) {
    boolean top = part.matches("(?s)(# |version|cluster_contexts|notify|metrics).*");
    String service =
        "services:\n- name: db\n"
            + (part.startsWith("connection") ? "" : "  connection: {resource_name: db}\n")
            + (part.startsWith("ports") ? "" : "  ports: ['1']\n");
    String text =
        part.startsWith("version")
            ? part
            : "version: '1.0'\n" + (top ? part + service : service + part.indent(2));

    assertThat(
            ConfigReader.read(
                FileTree.EXAMPLES.access("f"),
                text.getBytes(StandardCharsets.UTF_8),
                true,
                Map.of("API_TOKEN", "t")))
        .isInstanceOf(ConfigResult.Loaded.class);
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("..", "docs", "configuration.md"));
  }
}
