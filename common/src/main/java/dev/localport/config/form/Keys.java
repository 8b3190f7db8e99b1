package dev.localport.config.form;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The keys that can be used together, in the order in which people write them. */
public record Keys(List<Key<?>> all) implements Form<Section> {
  /** Copies the list, so that keys never change. */
  public Keys {
    all = List.copyOf(all);
  }

  /** Declares keys. */
  public static Keys of(Key<?>... keys) {
    return new Keys(List.of(keys));
  }

  /** Returns these and those. */
  public Keys and(Keys more) {
    List<Key<?>> keys = new ArrayList<>(all);
    keys.addAll(more.all);
    return new Keys(keys);
  }

  /** Returns these and more. */
  public Keys and(Key<?>... more) {
    List<Key<?>> keys = new ArrayList<>(all);
    keys.addAll(List.of(more));
    return new Keys(keys);
  }

  @Override
  public @Nullable Section read(Value value) {
    return Section.of(value, this);
  }

  /**
   * Returns these as something else.
   *
   * @param build returns null where keys do not fit together, which it reports
   */
  public <T> Form<T> as(Function<Section, @Nullable T> build) {
    return Forms.of(
        value -> {
          Section section = read(value);
          return section == null ? null : build.apply(section);
        },
        schema());
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> properties = new LinkedHashMap<>();
    all.forEach(key -> key.addTo(properties));
    Map<String, Object> schema =
        Schema.of("type", "object", "properties", properties, "additionalProperties", false);
    List<String> needed =
        all.stream()
            .filter(key -> key.needed() != null && key.oldName() == null)
            .<String>map(Key::name)
            .toList();
    if (!needed.isEmpty()) {
      schema.put("required", needed);
    }
    return schema;
  }

  /** Returns current names, without those of older files. */
  List<String> names() {
    return all.stream().<String>map(Key::name).toList();
  }

  /** Returns all names that are understood. */
  List<String> understood() {
    List<String> names = new ArrayList<>(names());
    all.forEach(key -> {
      if (key.oldName() != null) {
        names.add(key.oldName());
      }
    });
    return names;
  }
}
