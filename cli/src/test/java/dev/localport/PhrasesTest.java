package dev.localport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** No file refers to a document that the repository does not have: pages and classes have names. */
class PhrasesTest {
  /* Written so that this file has none of them. */
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "contract [A-F]\\b|the\\s+(?:\\* )?(?:contract|design)\\b|pape[r]",
          Pattern.CASE_INSENSITIVE);

  @Test
  void noFileRefersToADocumentThatIsNotHere() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : ProjectFiles.endingWith("")) {
      String name = ProjectFiles.ROOT.relativize(file).toString();
      String text = Files.readString(file, StandardCharsets.ISO_8859_1); // any bytes will do
      Matcher matcher = FORBIDDEN.matcher(name + "\n" + text);
      while (matcher.find()) {
        found.add("%s: \"%s\"".formatted(name, matcher.group()));
      }
    }

    assertThat(found)
        .as("name a page, such as docs/states.md, docs/api.md, docs/configuration.md, or the rule")
        .isEmpty();
  }
}
