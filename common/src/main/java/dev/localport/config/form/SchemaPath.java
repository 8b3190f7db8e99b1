package dev.localport.config.form;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in a JSON Schema that is walked beside a tree of values: the schemas that a value there
 * may fit. Immutable.
 */
public record SchemaPath(List<Map<?, ?>> schemas) {
  /** Copies the list, so that it never changes. */
  public SchemaPath {
    schemas = List.copyOf(schemas);
  }

  /** Begins at the root of a schema. */
  public static SchemaPath root(Map<String, Object> schema) {
    return new SchemaPath(choices(schema));
  }

  /** Returns the place of a key's value; nothing is known there where the key is not. */
  public SchemaPath key(String name) {
    List<Map<?, ?>> below = new ArrayList<>();
    for (Map<?, ?> schema : schemas) {
      if (schema.get("properties") instanceof Map<?, ?> keys && keys.containsKey(name)) {
        below.addAll(choices(keys.get(name)));
      } else {
        below.addAll(choices(schema.get("additionalProperties")));
      }
    }
    return new SchemaPath(below);
  }

  /** Returns the place of a list's items. */
  public SchemaPath item() {
    return new SchemaPath(
        schemas.stream().flatMap(schema -> choices(schema.get("items")).stream()).toList());
  }

  /** Returns whether anything is allowed here. */
  public boolean isKnown() {
    return !schemas.isEmpty();
  }

  /** Returns whether a value here may be a secret. */
  public boolean isSecret() {
    return schemas.stream().anyMatch(schema -> schema.containsKey(Schema.SECRET));
  }

  /** Returns a schema, or those of which one has to fit; nothing where it is no schema. */
  private static List<Map<?, ?>> choices(@Nullable Object schema) {
    if (!(schema instanceof Map<?, ?> map)) {
      return List.of();
    }
    List<Map<?, ?>> choices = new ArrayList<>(List.of(map));
    if (map.get("anyOf") instanceof List<?> list) {
      list.forEach(choice -> choices.addAll(choices(choice)));
    }
    return choices;
  }
}
