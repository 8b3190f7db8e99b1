package dev.localport.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One value of the file: a node, and the keys that lead to it.
 *
 * <p>The readers report what does not fit and then return null (or {@code otherwise}), so that
 * reading goes on and finds the other problems too.
 */
record Value(Node node, String path, Report report) {
  private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");

  Place at() {
    return report.at(node);
  }

  void wrong(String wrong, String right) {
    report.error(at(), path, wrong, right);
  }

  /** Tells whether the key is written and its value is not: the same as no key. */
  boolean isNothing() {
    return node instanceof ScalarNode scalar
        && scalar.isPlain()
        && NOTHING.contains(scalar.getValue());
  }

  /** Tells whether exactly this word stands here; reports nothing. */
  boolean isWord(String word) {
    return node instanceof ScalarNode scalar && scalar.getValue().equals(word);
  }

  /** Tells whether a list stands here. */
  boolean isList() {
    return node instanceof SequenceNode;
  }

  /** Tells whether keys stand here. */
  boolean isMap() {
    return node instanceof MappingNode;
  }

  @Nullable String text() {
    if (!(node instanceof ScalarNode scalar)) {
      wrong("a single value is expected here, not " + (isMap() ? "keys" : "a list"), "");
      return null;
    }
    if (scalar.getValue().contains("${")) {
      wrong("variables are not supported yet", "write the value itself");
      return null;
    }
    return scalar.getValue();
  }

  /** Returns a text that follows {@code rule}. */
  @Nullable String text(TextRule rule) {
    String text = text();
    if (text == null || rule.allows(text)) {
      return text;
    }
    wrong(Shown.of(text) + " is not " + rule.what(), rule.right());
    return null;
  }

  boolean flag(boolean otherwise) {
    return switch (text()) {
      case null -> otherwise;
      case "true" -> true;
      case "false" -> false;
      case String text -> misfit(text, "true or false", otherwise);
    };
  }

  int integer(int least, int most, int otherwise) {
    String text = text();
    if (text == null) {
      return otherwise;
    }
    if (text.matches("-?[0-9]{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    return misfit(text, "a whole number from " + least + " to " + most, otherwise);
  }

  double decimal(int least, int most, double otherwise) {
    String text = text();
    if (text == null) {
      return otherwise;
    }
    if (text.matches("-?[0-9]{1,9}(\\.[0-9]{1,9})?")) {
      BigDecimal number = new BigDecimal(text);
      if (number.compareTo(BigDecimal.valueOf(least)) >= 0
          && number.compareTo(BigDecimal.valueOf(most)) <= 0) {
        return number.doubleValue();
      }
    }
    return misfit(text, "a number from " + least + " to " + most, otherwise);
  }

  Duration time(Duration least, Duration most, Duration otherwise) {
    String text = text();
    if (text == null) {
      return otherwise;
    }
    Duration time = Times.find(text).orElse(null);
    if (time == null) {
      wrong(
          Shown.of(text) + " is not a time",
          "write 500ms, 30s, 4m or 1h (a bare number is seconds)");
      return otherwise;
    }
    if (time.compareTo(least) < 0 || time.compareTo(most) > 0) {
      return misfit(text, Times.text(least) + " to " + Times.text(most), otherwise);
    }
    return time;
  }

  /** Reports a value that does not fit and returns what holds instead of it. */
  <T> T misfit(String text, String fitting, T otherwise) {
    wrong(Shown.of(text) + " does not fit here", "use " + fitting);
    return otherwise;
  }

  /** Returns the items of a list; anything else is reported and has none. */
  List<Value> items() {
    if (!(node instanceof SequenceNode list)) {
      wrong("a list is expected here", "begin each entry with a dash");
      return List.of();
    }
    List<Value> items = new ArrayList<>();
    for (Node item : list.getValue()) {
      items.add(new Value(item, Paths.item(path, items.size()), report));
    }
    return items;
  }
}
