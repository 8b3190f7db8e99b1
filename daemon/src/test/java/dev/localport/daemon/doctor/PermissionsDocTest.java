package dev.localport.daemon.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The permissions that {@code doctor} asks for are those of {@code docs/rbac.md}. */
class PermissionsDocTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[^|]+) \\| (`[^|]+) \\| ");

  @Test
  void eachRowIsAskedFor() throws IOException {
    Path root = Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("");
    String page = Files.readString(root.resolve("docs/rbac.md"));
    int begin = page.indexOf("## What each permission is for");
    List<String> rows =
        ROW.matcher(page.substring(begin, page.indexOf("\n## ", begin + 1)))
            .results()
            .map(row -> cell(row, 1) + " | " + cell(row, 2))
            .toList();

    assertThat(Permission.ALL).extracting(PermissionsDocTest::row).containsExactlyElementsOf(rows);
  }

  @Test
  void eachFitsALineOf80Columns() {
    assertThat(Permission.ALL)
        .allSatisfy(permission -> {
          assertThat(Permission.words(permission.parts())).hasSizeLessThan(34);
          assertThat(permission.loss()).hasSizeLessThan(42);
        });
  }

  private static String cell(MatchResult row, int number) {
    return row.group(number).strip();
  }

  private static String row(Permission permission) {
    String where =
        switch (permission.scope()) {
          case NAMESPACE -> "";
          case CLUSTER -> ", whole cluster";
          case KUBE_SYSTEM -> " in `kube-system`";
        };
    return quoted(permission.resources()) + where + " | " + quoted(permission.verbs());
  }

  private static String quoted(List<String> words) {
    return words.stream()
        .map(word -> "`" + word.replaceFirst("\\.(apps|batch|discovery\\.k8s\\.io)$", "") + "`")
        .collect(Collectors.joining(", "));
  }
}
