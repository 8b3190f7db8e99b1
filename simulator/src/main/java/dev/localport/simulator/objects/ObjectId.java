package dev.localport.simulator.objects;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/**
 * What an object is found by.
 *
 * @param namespace empty for what lies in none
 */
public record ObjectId(Kind kind, String namespace, String name) implements Comparable<ObjectId> {
  private static final Comparator<ObjectId> ORDER =
      Comparator.comparing((ObjectId id) -> id.kind().qualified())
          .thenComparing(ObjectId::namespace)
          .thenComparing(ObjectId::name);

  /** Returns an object's own id. */
  public static ObjectId of(JsonNode object) {
    Kind kind = Kinds.named(Json.text(object, "apiVersion"), Json.text(object, "kind"));
    return new ObjectId(
        kind, Json.text(object, "metadata.namespace"), Json.text(object, "metadata.name"));
  }

  @Override
  public int compareTo(ObjectId other) {
    return ORDER.compare(this, other);
  }
}
