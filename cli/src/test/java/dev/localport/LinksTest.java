package dev.localport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Links between the pages, and from them to other files, lead somewhere. */
class LinksTest {
  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$|`[^`\n]*`");
  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^()\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");

  @TestFactory
  Stream<DynamicTest> leadSomewhere() throws IOException {
    return ProjectFiles.endingWith(".md").stream()
        .map(page ->
            DynamicTest.dynamicTest(
                ProjectFiles.ROOT.relativize(page).toString(),
                () -> assertThat(broken(page)).isEmpty()));
  }

  private static List<String> broken(Path page) throws IOException {
    List<String> broken = new ArrayList<>();
    String text = CODE.matcher(Files.readString(page)).replaceAll("code");
    for (String link : LINK.matcher(text).results().map(found -> found.group(1)).toList()) {
      if (!link.matches("[a-z]+:.*") && !leadsSomewhere(page, link)) {
        broken.add(link);
      }
    }
    return broken;
  }

  private static boolean leadsSomewhere(Path page, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    return Files.exists(target)
        && target.startsWith(ProjectFiles.ROOT)
        && (parts.length == 1 || anchors(target).contains(parts[1]));
  }

  /** Returns the anchors of a page's headings, as GitHub makes them. */
  private static List<String> anchors(Path page) throws IOException {
    String text = FENCED.matcher(Files.readString(page)).replaceAll("");
    return HEADING
        .matcher(text)
        .results()
        .map(found -> found.group(1).toLowerCase(Locale.ROOT).strip())
        .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .toList();
  }
}
