package dev.localport.config.form;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pieces of JSON Schema; their keys keep their order, so that it prints the same each time. */
public final class Schema {
  /** What can replace any single value: a text with a variable in it. */
  static final Map<String, Object> VARIABLE =
      of("type", "string", "pattern", Variables.BEGIN.replaceAll("[${]", "\\\\$0"));

  /** What marks a value that may be a secret; the standard has it for passwords. */
  public static final String SECRET = "writeOnly";

  private Schema() {}

  /** Returns an object of keys and values in turn. */
  public static Map<String, Object> of(Object... keysAndValues) {
    Map<String, Object> schema = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      schema.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return schema;
  }

  /** Returns what fits one of the given. */
  public static Map<String, Object> anyOf(List<Map<String, Object>> schemas) {
    return of("anyOf", schemas);
  }

  /** Returns a single value, or a variable in its place. */
  static Map<String, Object> scalar(Map<String, Object> plain) {
    return anyOf(List.of(plain, VARIABLE));
  }

  /** Returns a whole pattern in the form that JSON Schema wants: it looks for a part otherwise. */
  public static String whole(String pattern) {
    return "^(?:" + pattern + ")$";
  }
}
