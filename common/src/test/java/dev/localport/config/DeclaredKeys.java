package dev.localport.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The ways to all keys that the schema declares, as in {@code services[].connection.ready}. */
final class DeclaredKeys {
  /* Parts of keys whose technology or check comes later. */
  private static final List<String> LATER =
      List.of("bootstrap_servers", "database", "user", "password", "key_file", "remote_host");

  private DeclaredKeys() {}

  /** Returns those of today. */
  static Set<String> current() {
    return paths(schema -> !schema.containsKey("deprecated"));
  }

  /** Returns those of older files, too. */
  static Set<String> all() {
    return paths(schema -> true);
  }

  /** Tells whether a way leads to something that only files of LocalPort 1.0 have. */
  static boolean isOfOldFiles(String path) {
    return LATER.contains(path.substring(path.lastIndexOf('.') + 1));
  }

  private static Set<String> paths(Predicate<Map<?, ?>> chosen) {
    Set<String> paths = new LinkedHashSet<>();
    add(ConfigReader.schema(), "", chosen, paths);
    return paths;
  }

  private static void add(
      Object schema, String path, Predicate<Map<?, ?>> chosen, Set<String> paths) {
    if (!(schema instanceof Map<?, ?> map)) {
      return;
    }
    if (map.get("properties") instanceof Map<?, ?> keys) {
      keys.forEach((key, below) -> {
        if (below instanceof Map<?, ?> property && chosen.test(property)) {
          String at = path.isEmpty() ? String.valueOf(key) : path + "." + key;
          paths.add(at);
          add(below, at, chosen, paths);
        }
      });
    }
    if (map.get("additionalProperties") instanceof Map<?, ?> names) {
      add(names, path + ".NAME", chosen, paths);
    }
    if (map.get("items") instanceof Map<?, ?> items) {
      add(items, path + "[]", chosen, paths);
    }
    if (map.get("anyOf") instanceof List<?> choices) {
      choices.forEach(choice -> add(choice, path, chosen, paths));
    }
  }
}
