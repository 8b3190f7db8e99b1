package dev.localport.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The names of older files that the schema declares, by their paths, and what they are today. */
final class OldNames {
  private static final Pattern OLD = Pattern.compile("Old name of (\\S+)\\.");

  private OldNames() {}

  static Map<String, String> declared() {
    Map<String, String> names = new LinkedHashMap<>();
    add(ConfigReader.schema(), "", names);
    return names;
  }

  private static void add(Object schema, String path, Map<String, String> all) {
    if (schema instanceof Collection<?> choices) {
      choices.forEach(choice -> add(choice, path, all));
    } else if (schema instanceof Map<?, ?> map) {
      if (map.get("properties") instanceof Map<?, ?> keys) {
        keys.forEach((key, below) -> property(String.valueOf(key), below, path, all));
      }
      add(
          map.get("additionalProperties") instanceof Map<?, ?> each ? each : List.of(),
          path + ".x",
          all);
      add(map.get("items") instanceof Map<?, ?> each ? each : List.of(), path + "[]", all);
      add(map.get("anyOf") instanceof List<?> each ? each : List.of(), path, all);
    }
  }

  private static void property(String key, Object below, String path, Map<String, String> all) {
    String at = path.isEmpty() ? key : path + "." + key;
    if (below instanceof Map<?, ?> property) {
      OLD.matcher(String.valueOf(property.get("description")))
          .results()
          .map((MatchResult found) -> found.group(1))
          .forEach(today -> all.put(at, today));
    }
    add(below, at, all);
  }
}
