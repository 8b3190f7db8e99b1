package dev.localport;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What people read has none of the phrases that docs/style.md replaces: the string literals of the
 * program, the pages, the changelog and the example files. The rest of that table is for reviews.
 */
class VoiceTest {
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          String.join(
              "|",
              "\\bmend(?:s|ed|ing)?\\b",
              "\\banew\\b",
              "\\bin\\s+vain\\b",
              "\\b(?:came|comes?|coming)\\s+to\\s+nothing\\b",
              "\\b(?:is|are|was|were|be|been|being)\\s+(?:not\\s+)?told\\b",
              "\\blook(?:s|ed|ing)?\\s+at\\s+again\\b",
              "\\bailing\\b",
              "\\bbut\\s+for\\b",
              "\\bunless\\s+given\\b",
              "\\bwhatever\\s+the\\s+waits\\b",
              "\\b(?:is|are|was|were)\\s+meant\\s+by\\b",
              "\\b(?:does|do|did)\\s+not\\s+serve\\b"),
          Pattern.CASE_INSENSITIVE);

  /** Where the words to avoid are listed: its tables are left out. */
  private static final String WORD_TABLES = "docs/style.md";

  private static final Pattern TABLE_ROW = Pattern.compile("(?m)^\\|.*$");

  @Test
  void whatPeopleReadHasNoneOfThePhrases() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : ProjectFiles.endingWith("")) {
      String name = ProjectFiles.ROOT.relativize(file).toString().replace('\\', '/');
      if (isRead(name)) {
        phrases(readText(name, Files.readString(file))).forEach(p -> found.add(name + ": " + p));
      }
    }

    assertThat(found).as("say it in the words of docs/style.md, section Text").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "It is mended.",
        "begin anew",
        "all in\nvain",
        "it comes to nothing",
        "you are told",
        "looked at again",
        "Ailing pods",
        "all but for one",
        "1 unless given",
        "now, whatever the waits",
        "what is meant by that",
        "it does not serve"
      })
  void findsEachPhraseInAllItsForms(String text) {
    assertThat(phrases(text)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"failing", "amend", "not one but forty", "told", "it serves", "given"})
  void acceptsWordsThatOnlyLookAlike(String text) {
    assertThat(phrases(text)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource
  void readsTheTextOfJavaOnly(String source, List<String> literals) {
    assertThat(JavaLiterals.of(source)).isEqualTo(literals);
  }

  static Stream<Arguments> readsTheTextOfJavaOnly() {
    String block = "\"\"\"";
    return Stream.of(
        arguments("int anew; // \"anew\"\n/* \"in vain\" */ char c = '\"';", List.of()),
        arguments("f(\"a \\\" b\", \"c\");", List.of("a \\\" b", "c")),
        arguments("\"begin \"\n    + \"anew\" + n + \".\"", List.of("begin anew", ".")),
        arguments(block + "\na \"b\"\n" + block, List.of("\na \"b\"\n")));
  }

  private static boolean isRead(String name) {
    return name.endsWith(".md")
        || name.startsWith("config-examples/")
        || (name.contains("/src/main/") && name.endsWith(".java"));
  }

  private static String readText(String name, String text) {
    if (name.endsWith(".java")) {
      return JavaLiterals.of(text).stream().collect(joining("\n\n"));
    }
    return name.equals(WORD_TABLES) ? TABLE_ROW.matcher(text).replaceAll("") : text;
  }

  /** Returns each phrase with the words around it. */
  private static List<String> phrases(String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = FORBIDDEN.matcher(text);
    while (matcher.find()) {
      int from = Math.max(0, matcher.start() - 40);
      int to = Math.min(text.length(), matcher.end() + 40);
      found.add("\"%s\" in: %s".formatted(matcher.group(), text.substring(from, to)));
    }
    return found;
  }
}
