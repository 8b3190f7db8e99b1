package dev.localport.simulator.objects;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A column of what {@code kubectl get} prints.
 *
 * @param type {@code string} or {@code integer}
 * @param priority 0 is always shown, 1 with {@code -o wide}
 * @param value the cell for an object, at a time
 */
record Column(String name, String type, int priority, BiFunction<JsonNode, Instant, Object> value) {
  static final Column NAME = text("Name", "metadata.name");
  static final Column AGE =
      new Column(
          "Age", "string", 0, (object, now) -> age(object, "metadata.creationTimestamp", now));

  static Column text(String name, String path) {
    return text(name, object -> Json.text(object, path));
  }

  static Column text(String name, Function<JsonNode, String> value) {
    return new Column(name, "string", 0, (object, _) -> orNone(value.apply(object)));
  }

  static Column number(String name, String path) {
    return new Column(name, "integer", 0, (object, _) -> Json.at(object, path).asLong());
  }

  Column wide() {
    return new Column(name, type, 1, value);
  }

  private static String orNone(String text) {
    return text.isEmpty() ? "<none>" : text;
  }

  /** Returns how long ago the time at a path is, shortened as kubectl does. */
  static String age(JsonNode object, String path, Instant now) {
    String since = Json.text(object, path);
    if (since.isEmpty()) {
      return "<unknown>";
    }
    Duration age = Duration.between(Instant.parse(since), now);
    if (age.toMinutes() < 2) {
      return Math.max(0, age.toSeconds()) + "s";
    }
    if (age.toHours() < 3) {
      return age.toMinutes() + "m";
    }
    return age.toDays() < 2 ? age.toHours() + "h" : age.toDays() + "d";
  }
}
