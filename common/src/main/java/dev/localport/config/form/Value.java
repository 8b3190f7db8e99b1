package dev.localport.config.form;

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
 * <p>What does not fit is reported and then is null, so that reading continues and finds the other
 * problems too.
 *
 * @param path the keys, as in {@code services[2].local_port}
 */
public record Value(Node node, String path, Report report) {
  private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");

  /** Returns where the value begins. */
  public Place at() {
    return report.at(node);
  }

  /** Reports that the value is wrong. */
  public void wrong(String wrong, String right) {
    report.error(at(), path, wrong, right);
  }

  /** Returns whether the key is written and its value is not: the same as no key. */
  public boolean isNothing() {
    return isNothing(node);
  }

  /** Returns whether a node is a key's value that is not written. */
  public static boolean isNothing(Node node) {
    return node instanceof ScalarNode scalar
        && scalar.isPlain()
        && NOTHING.contains(scalar.getValue());
  }

  /** Returns whether exactly this word is here; reports nothing. */
  public boolean isWord(String word) {
    return node instanceof ScalarNode scalar && scalar.getValue().equals(word);
  }

  /** Returns whether a list is here. */
  public boolean isList() {
    return node instanceof SequenceNode;
  }

  /** Returns whether keys are here. */
  public boolean isMap() {
    return node instanceof MappingNode;
  }

  /** Returns the names of the variables in the value, or in the values below it. */
  public List<String> variables() {
    return switch (node) {
      case ScalarNode scalar -> Variables.namesIn(scalar.getValue());
      case SequenceNode _ ->
          itemsIfAny().stream().flatMap(item -> item.variables().stream()).distinct().toList();
      default ->
          Section.entriesOf(this).values().stream()
              .flatMap(value -> value.variables().stream())
              .distinct()
              .toList();
    };
  }

  /** Returns a single value as text, with what its variables hold. */
  public @Nullable String text() {
    String text = written();
    return text != null && Variables.areIn(text) ? expanded(text) : text;
  }

  /** Returns a single value as it is written, with its variables as they are. */
  public @Nullable String written() {
    if (!(node instanceof ScalarNode scalar)) {
      wrong("expected a single value, not " + (isMap() ? "keys" : "a list"), "");
      return null;
    }
    return scalar.getValue();
  }

  /** Returns a part of a single value with what its variables hold; null: that is reported. */
  public @Nullable String expanded(String part) {
    return report.variables().expand(part, this);
  }

  /**
   * Returns how the value is shown in a message: as it is written. What a variable holds may be a
   * secret, and is not shown.
   */
  public String shown() {
    return node instanceof ScalarNode scalar ? Shown.of(scalar.getValue()) : "this";
  }

  /** Returns how a part of the value is shown in a message. */
  public String shown(String part) {
    return node instanceof ScalarNode scalar && Variables.areIn(scalar.getValue())
        ? shown()
        : Shown.of(part);
  }

  /** Reports a value that cannot be used. */
  public void misfit(String fitting) {
    wrong(invalid(), "use " + fitting);
  }

  /** Returns what a message says about a value that cannot be used. */
  String invalid() {
    return node instanceof ScalarNode scalar
        ? "invalid value " + Shown.quoted(scalar.getValue())
        : "invalid value";
  }

  /** Returns what was read if it fits; else reports it and returns null. */
  <T> @Nullable T fitting(T read, boolean fits, String fitting) {
    if (fits) {
      return read;
    }
    misfit(fitting);
    return null;
  }

  /** Returns the items of a list; anything else is reported and has none. */
  public List<Value> items() {
    if (!isList()) {
      wrong("expected a list", "begin each entry with a dash");
    }
    return itemsIfAny();
  }

  /** Returns the items of a list; anything else has none. */
  public List<Value> itemsIfAny() {
    if (!(node instanceof SequenceNode list)) {
      return List.of();
    }
    List<Value> items = new ArrayList<>();
    for (Node item : list.getValue()) {
      items.add(new Value(item, Paths.item(path, items.size()), report));
    }
    return items;
  }
}
