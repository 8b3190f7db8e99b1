package dev.localport.config.form;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The keys of one map as they were written. What {@link Keys} does not declare was reported, and
 * what it needs and misses. Belongs to one read.
 */
public final class Section {
  private final Value value;
  private final Map<String, Value> values;

  private Section(Value value, Map<String, Value> values) {
    this.value = value;
    this.values = values;
  }

  /** Returns the keys of {@code value}; null if there are none, which is reported. */
  static @Nullable Section of(Value value, Keys keys) {
    Map<String, Value> values = entries(value);
    if (values == null) {
      return null;
    }
    Section section = new Section(value, values);
    keys.all().forEach(section::check);
    section.reportUnknown(keys);
    return section;
  }

  /** Returns what is below {@code value}, by name; null where no keys do: that is reported. */
  static @Nullable Map<String, Value> entries(Value value) {
    if (!value.isMap()) {
      value.wrong("expected keys", "write key: value, one per line");
      return null;
    }
    Map<String, Value> values = new LinkedHashMap<>();
    entriesOf(value).forEach((key, each) -> values.putIfAbsent(key.name(), each));
    return values;
  }

  /** A key as it was written, and where. */
  public record Written(String name, Place at) {}

  /** Returns what is below {@code value}, known or not; nothing where no keys do. */
  public static Map<Written, Value> entriesOf(Value value) {
    Map<Written, Value> entries = new LinkedHashMap<>();
    if (value.node() instanceof MappingNode map) {
      for (NodeTuple entry : map.getValue()) {
        if (entry.getKeyNode() instanceof ScalarNode key) {
          String path = Paths.key(value.path(), key.getValue());
          Report report = value.report();
          entries.put(
              new Written(key.getValue(), report.at(key)),
              new Value(entry.getValueNode(), path, report));
        }
      }
    }
    return entries;
  }

  private void check(Key<?> key) {
    Value old = key.oldName() == null ? null : written(key.oldName());
    Value now = written(key.name());
    if (now != null && old != null) {
      old.wrong("duplicates " + key.name(), "remove one");
    }
    if (key.needed() != null && now == null && old == null) {
      value.report().error(at(), Paths.key(path(), key.name()), "missing", key.needed());
    }
  }

  private void reportUnknown(Keys keys) {
    List<String> understood = keys.understood();
    for (Written key : entriesOf(value).keySet()) {
      if (!understood.contains(key.name()) && !key.name().equals(TreeCheck.MERGE)) {
        String right =
            Suggestion.find(key.name(), understood)
                .map(meant -> "did you mean " + meant + "?")
                .orElseGet(() -> "known keys: " + String.join(", ", keys.names()));
        report().doubt(key.at(), Paths.key(path(), key.name()), "unknown key", right);
      }
    }
  }

  private @Nullable Value written(String name) {
    Value found = values.get(name);
    return found == null || found.isNothing() ? null : found;
  }

  /** Returns where the keys begin. */
  public Place at() {
    return value.at();
  }

  /** Returns the keys that lead here. */
  public String path() {
    return value.path();
  }

  /** Returns where problems are reported. */
  public Report report() {
    return value.report();
  }

  /** Reports that the keys do not fit together. */
  public void wrong(String wrong, String right) {
    value.wrong(wrong, right);
  }

  /** Returns what is written for a key, as it is; a key without a value counts as not written. */
  public @Nullable Value raw(Key<?> key) {
    Value now = written(key.name());
    return now != null || key.oldName() == null ? now : written(key.oldName());
  }

  /** Returns whether a key is written, with or without a value. */
  public boolean isNamed(Key<?> key) {
    return values.containsKey(key.name());
  }

  /** Returns whether a key is written with a value. */
  public boolean has(Key<?> key) {
    return raw(key) != null;
  }

  /** Returns a key's value; null where it is not written, or does not fit: that is reported. */
  public <T> @Nullable T find(Key<T> key) {
    Value raw = raw(key);
    return raw == null ? null : key.form().read(raw);
  }

  /** Returns a key's value, or {@code otherwise} if there is none that fits. */
  public <T> T get(Key<T> key, T otherwise) {
    T found = find(key);
    return found == null ? otherwise : found;
  }
}
