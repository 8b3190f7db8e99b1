package dev.localport.cli.imports.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of a file. What is asked of the wrong kind of value is empty: files are as they are. */
public sealed interface Tree {
  /** Returns the line on which it begins, from 1. */
  int line();

  /**
   * A text, number or boolean, as it is written.
   *
   * @param isBlock whether its lines are those of the file, below the line on which it begins
   */
  record Text(int line, String text, boolean isBlock) implements Tree {}

  /** A list. */
  record Items(int line, List<Tree> all) implements Tree {
    /** Copies the list, so that it never changes. */
    public Items {
      all = List.copyOf(all);
    }
  }

  /** A map, in the file's order. */
  record Entries(int line, Map<String, Tree> all) implements Tree {
    /** Copies the map, so that it never changes. */
    public Entries {
      all = Collections.unmodifiableMap(new LinkedHashMap<>(all));
    }
  }

  /** Nothing: null, or a key that is not there. */
  record Nothing(int line) implements Tree {}

  /** Returns what is below a key. */
  default Tree at(String key) {
    return this instanceof Entries(int line, Map<String, Tree> all)
        ? all.getOrDefault(key, new Nothing(line))
        : new Nothing(line());
  }

  /** Returns what is below the first of these keys that is there. */
  default Tree atAny(String... keys) {
    for (String key : keys) {
      if (has(key)) {
        return at(key);
      }
    }
    return new Nothing(line());
  }

  /** Returns whether there is something below a key. */
  default boolean has(String key) {
    return !(at(key) instanceof Nothing);
  }

  /** Returns the text; null where it is none, or empty. */
  default @Nullable String text() {
    return this instanceof Text(int _, String text, boolean _) && !text.isBlank()
        ? text.strip()
        : null;
  }

  /** Returns the text below a key; null where there is none. */
  default @Nullable String text(String key) {
    return at(key).text();
  }

  /** Returns the items of a list. */
  default List<Tree> items() {
    return this instanceof Items(int _, List<Tree> all) ? all : List.of();
  }

  /** Returns the items of a list; a single value is a list of one. */
  default List<Tree> itemsOrSelf() {
    return this instanceof Nothing ? List.of() : this instanceof Items ? items() : List.of(this);
  }

  /** Returns the entries of a map. */
  default Map<String, Tree> entries() {
    return this instanceof Entries(int _, Map<String, Tree> all) ? all : Map.of();
  }

  /** Returns whether it is one of the words for true in YAML 1.1. */
  default boolean isTrue() {
    String text = text();
    return text != null && text.matches("(?i)true|yes|on");
  }

  /** Returns whether it is one of the words for false in YAML 1.1. */
  default boolean isFalse() {
    String text = text();
    return text != null && text.matches("(?i)false|no|off");
  }

  /** Returns labels as kubectl writes a selector: {@code app=db,role=primary}. */
  default String labels() {
    List<String> labels = new ArrayList<>();
    entries().forEach((key, value) -> labels.add(key + "=" + String.valueOf(value.text())));
    return String.join(",", labels);
  }
}
