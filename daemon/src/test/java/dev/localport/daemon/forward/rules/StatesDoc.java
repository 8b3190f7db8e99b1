package dev.localport.daemon.forward.rules;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code docs/states.md}, and what parts of it have to look like according to the rules.
 *
 * @param text all of it
 */
record StatesDoc(String text) {
  /** The rules, on the class path of the tests. */
  static final String TABLE = "/dev/localport/daemon/forward/rules/forward-rules.txt";

  static final Path PAGE = Path.of("..", "docs", "states.md"); // tests run in their module

  private static final Pattern EDGE = Pattern.compile("^ +(\\w+) --> (\\w+)(?:: .*)?$");

  /**
   * One line of the rules: an event in some variant of a state, and its outcome.
   *
   * @param state as the table writes it: {@code reconnecting 2, due}
   * @param outcome the columns after the event, by their heads
   */
  record Rule(String state, String event, Map<String, String> outcome) {
    String base() {
      return state.replaceFirst("[ ,].*", "");
    }

    String next() {
      return outcome.getOrDefault("next", "");
    }

    boolean changesNothing() {
      return next().equals("same")
          && outcome.entrySet().stream()
              .allMatch(cell -> cell.getKey().equals("next") || cell.getValue().isEmpty());
    }
  }

  static StatesDoc read() throws IOException {
    return new StatesDoc(Files.readString(PAGE));
  }

  /** Returns the rules in the order of the table, a rule for each event. */
  static List<Rule> rules() throws IOException {
    List<String> lines;
    try (InputStream in =
        Objects.requireNonNull(StatesDoc.class.getResourceAsStream(TABLE), TABLE)) {
      lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    List<String> heads =
        cells(lines.stream().filter(line -> line.startsWith("# state ")).findFirst().orElseThrow());
    return lines.stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .flatMap(line -> rules(heads, cells(line)).stream())
        .toList();
  }

  private static List<String> cells(String line) {
    return Pattern.compile("\\|")
        .splitAsStream(line.replaceFirst("^# ", "") + " ")
        .map(String::strip)
        .toList();
  }

  private static List<Rule> rules(List<String> heads, List<String> cells) {
    Map<String, String> outcome = new LinkedHashMap<>();
    for (int i = 2; i < heads.size(); i++) {
      outcome.put(heads.get(i), i < cells.size() ? cells.get(i) : "");
    }
    return Pattern.compile(", ")
        .splitAsStream(cells.get(1))
        .map(event -> new Rule(cells.getFirst(), event, outcome))
        .toList();
  }

  /** Returns the rules as a table for users. What changes nothing has no line. */
  static String transitions(List<Rule> rules) {
    List<String> heads = List.copyOf(rules.getFirst().outcome().keySet());
    StringBuilder table = new StringBuilder("| state | event |");
    heads.forEach(head -> table.append(' ').append(StatesWords.head(head)).append(" |"));
    table.append("\n| --- | --- |").repeat(" --- |", heads.size()).append('\n');
    for (List<Rule> ofState : grouped(rules, Rule::base)) {
      Set<String> variants = states(ofState);
      variants.removeIf(state -> state.startsWith("suspended circuit_open,")); // an exception of *
      for (List<Rule> ofEvent : grouped(ofState, Rule::event)) {
        grouped(ofEvent, Rule::outcome).stream()
            .filter(same -> !same.getFirst().changesNothing())
            .forEach(same -> table.append(row(same, states(same).equals(variants))));
      }
    }
    return table.toString();
  }

  private static <K> Collection<List<Rule>> grouped(List<Rule> rules, Function<Rule, K> by) {
    return rules.stream()
        .collect(Collectors.groupingBy(by, LinkedHashMap::new, Collectors.toList()))
        .values();
  }

  private static Set<String> states(List<Rule> rules) {
    return rules.stream().map(Rule::state).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String row(List<Rule> same, boolean inEveryVariant) {
    Rule one = same.getFirst();
    String state = StatesWords.state(one.base(), inEveryVariant ? Set.of() : states(same));
    StringBuilder row = new StringBuilder();
    row.append("| ").append(state).append(" | ").append(StatesWords.event(one.event()));
    one.outcome()
        .forEach((head, cell) -> {
          row.append(" | ")
              .append(head.equals("next") ? StatesWords.next(cell) : StatesWords.does(cell));
        });
    return row.toString().stripTrailing() + " |\n";
  }

  /** Returns the page with other lines between the two comments of that name. */
  String with(String name, String lines) {
    String begin = "<!-- %s: begin -->\n".formatted(name);
    String end = "<!-- %s: end -->\n".formatted(name);
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf(end);
    if (from < begin.length() || to < from) {
      throw new AssertionError("%s has no lines %s and %s".formatted(PAGE, begin, end));
    }
    return text.substring(0, from) + "\n" + lines + "\n" + text.substring(to);
  }

  private String section(String title) {
    return Pattern.compile("(?m)^## ")
        .splitAsStream(text)
        .filter(section -> section.startsWith(title + "\n"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("%s has no section %s".formatted(PAGE, title)));
  }

  /** Returns the words in the first column of a section's first table. */
  List<String> words(String section) {
    List<String> words = new ArrayList<>();
    for (String line : section(section).lines().toList()) {
      if (line.startsWith("| `")) {
        words.add(line.substring(3, line.indexOf('`', 3)));
      } else if (!words.isEmpty()) {
        return words;
      }
    }
    return words;
  }

  /** Returns the arrows of a section's diagram, {@code from → to}. */
  Set<String> arrows(String section) {
    return section(section)
        .lines()
        .flatMap(line -> EDGE.matcher(line).results().map(StatesDoc::arrow))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String arrow(MatchResult edge) {
    return edge.group(1) + " → " + edge.group(2);
  }
}
