package dev.localport.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The keys of one map, read by name.
 *
 * <p>What is asked for is what is known: {@link #finish} reports every other key. So a reader asks
 * for all its keys, whatever it finds, and then finishes. Belongs to one read.
 */
final class Section {
  private final Value value;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Map<String, Place> keys = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  private Section(Value value, MappingNode map) {
    this.value = value;
    for (NodeTuple entry : map.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode key) {
        String path = Paths.key(value.path(), key.getValue());
        Report report = value.report();
        keys.putIfAbsent(key.getValue(), report.at(key));
        values.putIfAbsent(key.getValue(), new Value(entry.getValueNode(), path, report));
      }
    }
  }

  /** Returns the keys of {@code value}; null where none stand there, which is reported. */
  static @Nullable Section of(Value value) {
    if (value.node() instanceof MappingNode map) {
      return new Section(value, map);
    }
    value.wrong("keys are expected here", "write key: value, one a line");
    return null;
  }

  Place at() {
    return value.at();
  }

  String path() {
    return value.path();
  }

  void wrong(String wrong, String right) {
    value.wrong(wrong, right);
  }

  /** Tells whether the key is written, with or without a value. */
  boolean has(String key) {
    return values.containsKey(key);
  }

  /** Returns what is written for {@code key}; a key without a value counts as not written. */
  @Nullable Value find(String key) {
    asked.add(key);
    Value found = values.get(key);
    return found == null || found.isNothing() ? null : found;
  }

  /** Returns what is written for a key that has two names; both at once are refused. */
  @Nullable Value find(String key, String otherName) {
    Value one = find(key);
    Value other = find(otherName);
    if (one != null && other != null) {
      other.wrong("says the same as " + key, "keep one of the two");
    }
    return one == null ? other : one;
  }

  /** Returns what is written for {@code key}, or reports that it has to be there. */
  @Nullable Value need(String key, String right) {
    Value found = find(key);
    if (found == null) {
      value.report().error(at(), Paths.key(path(), key), "missing", right);
    }
    return found;
  }

  @Nullable String text(String key, TextRule rule) {
    Value found = find(key);
    return found == null ? null : found.text(rule);
  }

  boolean flag(String key, boolean otherwise) {
    Value found = find(key);
    return found == null ? otherwise : found.flag(otherwise);
  }

  int integer(String key, int least, int most, int otherwise) {
    Value found = find(key);
    return found == null ? otherwise : found.integer(least, most, otherwise);
  }

  Duration time(String key, Duration least, Duration most, Duration otherwise) {
    Value found = find(key);
    return found == null ? otherwise : found.time(least, most, otherwise);
  }

  /** Returns the keys below {@code key}, or null where it is not written. */
  @Nullable Section section(String key) {
    Value found = find(key);
    return found == null ? null : of(found);
  }

  /** Returns everything, for a map whose keys are names that the user chose. */
  Map<String, Value> all() {
    return values;
  }

  /** Reports every key that nobody asked for; {@code later} are known and not used yet. */
  void finish(Set<String> later) {
    keys.forEach((key, at) -> {
      if (later.contains(key)) {
        value.report().warning(at, Paths.key(path(), key), "not used yet", "");
      } else if (!asked.contains(key) && !key.equals(TreeCheck.MERGE)) {
        unknown(key, at, later);
      }
    });
  }

  private void unknown(String key, Place at, Set<String> later) {
    Set<String> known = new LinkedHashSet<>(asked);
    known.addAll(later);
    String right =
        Suggestion.find(key, known)
            .map(meant -> "did you mean " + meant + "?")
            .orElseGet(() -> "known here: " + String.join(", ", asked));
    value.report().doubt(at, Paths.key(path(), key), "unknown key", right);
  }
}
