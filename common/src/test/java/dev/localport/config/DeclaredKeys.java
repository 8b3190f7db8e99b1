package dev.localport.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The ways to all keys that the schema declares, as in {@code services[].connection.ready}. */
final class DeclaredKeys {
  /* Parts of keys whose technology or check comes later. */
  private static final List<String> LATER =
      List.of("bootstrap_servers", "database", "user", "password", "key_file", "remote_host");

  private DeclaredKeys() {}

  /** Returns those of today. */
  static Set<String> current() {
    return schemas().keySet();
  }

  /** Returns what the schema says of those of today. */
  static Map<String, Map<?, ?>> schemas() {
    Map<String, Map<?, ?>> schemas = new LinkedHashMap<>();
    add(ConfigReader.schema(), "", schemas);
    return schemas;
  }

  /** Tells whether a way leads to something that only files of LocalPort 1.0 have. */
  static boolean isOfOldFiles(String path) {
    return LATER.contains(path.substring(path.lastIndexOf('.') + 1));
  }

  private static void add(Object schema, String path, Map<String, Map<?, ?>> all) {
    if (!(schema instanceof Map<?, ?> map)) {
      return;
    }
    if (map.get("properties") instanceof Map<?, ?> keys) {
      keys.forEach((key, below) -> {
        if (below instanceof Map<?, ?> property && !property.containsKey("deprecated")) {
          String at = path.isEmpty() ? String.valueOf(key) : path + "." + key;
          all.putIfAbsent(at, property);
          add(below, at, all);
        }
      });
    }
    if (map.get("additionalProperties") instanceof Map<?, ?> names) {
      add(names, path + ".NAME", all);
    }
    if (map.get("items") instanceof Map<?, ?> items) {
      add(items, path + "[]", all);
    }
    if (map.get("anyOf") instanceof List<?> choices) {
      choices.forEach(choice -> add(choice, path, all));
    }
  }
}
