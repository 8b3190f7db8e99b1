package dev.localport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/architecture.md} shows the packages and arrows of {@link ArchitectureTest}. */
class ArchitectureDocTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z.]+)` \\|");
  private static final Pattern ARROW = Pattern.compile("(?m)^ +([a-z.]+) --> ([a-z.]+)$");

  private static String section() throws IOException {
    String page = Files.readString(ProjectFiles.ROOT.resolve("docs/architecture.md"));
    return Pattern.compile("(?m)^## ")
        .splitAsStream(page)
        .filter(section -> section.startsWith("Modules and packages\n"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void hasARowForEachPackage() throws IOException {
    List<String> rows = ROW.matcher(section()).results().map(row -> row.group(1)).toList();

    assertThat(rows).containsExactlyInAnyOrderElementsOf(ArchitectureTest.ARROWS.keySet());
  }

  @Test
  void drawsNoArrowThatIsNotAllowed() throws IOException {
    List<MatchResult> arrows = ARROW.matcher(section()).results().toList();

    assertThat(arrows).hasSizeGreaterThan(20).allSatisfy(ArchitectureDocTest::assertAllowed);
  }

  private static void assertAllowed(MatchResult arrow) {
    assertThat(ArchitectureTest.ARROWS.get(arrow.group(1)))
        .as("what %s may use", arrow.group(1))
        .isNotNull()
        .contains(arrow.group(2));
  }
}
