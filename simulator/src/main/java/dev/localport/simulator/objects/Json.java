package dev.localport.simulator.objects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** JSON text and trees. Thread-safe. */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** Returns an empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * Returns the object that the text holds.
   *
   * @throws StatusException (400) if it is not a JSON object
   */
  public static ObjectNode read(String text) {
    try {
      if (MAPPER.readTree(text) instanceof ObjectNode object) {
        return object;
      }
      throw StatusException.badRequest("the body is not a JSON object");
    } catch (JsonProcessingException e) {
      throw StatusException.badRequest("the body is not JSON: " + e.getOriginalMessage());
    }
  }

  /** Returns the object that maps and lists, such as YAML's, describe. */
  public static ObjectNode of(Object maps) {
    return MAPPER.valueToTree(maps);
  }

  /** Returns the text of a tree, on one line. */
  public static String write(JsonNode node) {
    return node.toString();
  }

  /** Returns a time as Kubernetes writes it: whole seconds, UTC. */
  public static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Returns what lies at a path of keys, dots between them; a missing node if nothing does. */
  public static JsonNode at(JsonNode node, String path) {
    JsonNode at = node;
    for (String key : path.split("\\.", -1)) {
      at = at.path(key);
    }
    return at;
  }

  /** Returns the text at a path; empty if there is none. */
  public static String text(JsonNode node, String path) {
    return at(node, path).asText("");
  }
}
