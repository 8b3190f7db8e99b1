package dev.localport.config.form;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the YAML engine complains about, in words for people who do not know its grammar. */
final class YamlWords {
  /**
   * A complaint.
   *
   * @param part of the engine's words
   * @param wrong ours
   * @param right what to do; empty where nothing in general helps
   */
  private record Complaint(String part, String wrong, String right) {}

  private static final List<Complaint> COMPLAINTS =
      List.of(
          new Complaint("TAB", "a tab cannot indent a line", "indent with spaces"),
          new Complaint(
              "mapping values are not allowed",
              "unexpected \":\"",
              "put quotes around a value that has a colon, or check the indentation"),
          new Complaint(
              "'<stream end>'", "the file ends in the middle of a list or map", "close it"),
          new Complaint(
              "unexpected end of stream",
              "the file ends in the middle of a text",
              "close its quotes"),
          new Complaint(
              "expected <block end>",
              "the indentation does not match the lines above",
              "indent it as its neighbors"),
          new Complaint("undefined alias", "an alias without its anchor", "define it above with &"),
          new Complaint(
              "Version{", "unknown version of YAML", "remove the line that begins with %YAML"),
          new Complaint("but got {", "unexpected \"{\"", "put quotes around the value with ${…}"));

  private YamlWords() {}

  /** Returns what is wrong; the engine's own words where we have none. */
  static String wrong(@Nullable String problem) {
    if (problem == null) {
      return "it cannot be read";
    }
    Complaint known = known(problem);
    return known == null ? problem.lines().findFirst().orElse(problem) : known.wrong();
  }

  /** Returns what to do; empty where that is not known. */
  static String right(@Nullable String problem) {
    Complaint known = problem == null ? null : known(problem);
    return known == null ? "" : known.right();
  }

  private static @Nullable Complaint known(String problem) {
    for (Complaint complaint : COMPLAINTS) {
      if (problem.contains(complaint.part())) {
        return complaint;
      }
    }
    return null;
  }
}
