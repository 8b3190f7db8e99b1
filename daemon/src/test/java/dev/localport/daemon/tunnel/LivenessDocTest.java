package dev.localport.daemon.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/states.md} says what {@code liveness-rules.txt} does, in words. */
class LivenessDocTest {
  private static final Path PAGE = Path.of("..", "docs", "states.md"); // tests run in their module
  private static final String BEGIN = "<!-- liveness: begin -->\n";
  private static final String END = "<!-- liveness: end -->\n";
  private static final String UPDATE = "LOCALPORT_UPDATE_DOCS";

  /** What changes nothing has no line. */
  private static String table() {
    return LivenessRulesTableTest.lines().stream()
        .filter(line -> !(line.next().equals(line.state()) && line.effects().isEmpty()))
        .map(line ->
            "| %s | %s | %s | %s |\n"
                .formatted(
                    LivenessWords.state(line.state()),
                    LivenessWords.seen(line.seen()),
                    LivenessWords.state(line.next()),
                    LivenessWords.effects(line.effects()))
                .replace(" |  |", " | |"))
        .distinct()
        .collect(
            Collectors.joining(
                "",
                """
                | session | what LocalPort sees | session afterwards | what LocalPort does |
                | --- | --- | --- | --- |
                """,
                ""));
  }

  @Test
  void showsTheRulesOfLateSessionsAsTheTableHasThem() throws IOException {
    String text = Files.readString(PAGE);
    int from = text.indexOf(BEGIN) + BEGIN.length();
    int to = text.indexOf(END);
    assertThat(from).isBetween(BEGIN.length(), to);
    String expected = text.substring(0, from) + "\n" + table() + "\n" + text.substring(to);
    if (Boolean.parseBoolean(System.getenv(UPDATE))) {
      Files.writeString(PAGE, expected);
      return;
    }
    assertThat(text)
        .as(
            "the part \"liveness\" of docs/states.md is out of date; this writes it: %s=true"
                + " ./mvnw test -pl daemon -am -Dtest=LivenessDocTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false",
            UPDATE)
        .isEqualTo(expected);
  }
}
