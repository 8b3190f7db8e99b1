package dev.localport.simulator.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.List;

/** Prints objects as {@code meta.k8s.io/v1 Table}, which is how kubectl gets what it shows. */
public final class Tables {
  /** How much of each object goes with its row. */
  public enum Include {
    /** Nothing. */
    NONE,
    /** Its metadata. */
    METADATA,
    /** All of it. */
    OBJECT;

    /**
     * Reads the query parameter {@code includeObject}; empty is Metadata.
     *
     * @throws StatusException (400) if it is none of the three
     */
    public static Include parse(String text) {
      return switch (text) {
        case "None" -> NONE;
        case "", "Metadata" -> METADATA;
        case "Object" -> OBJECT;
        default -> throw StatusException.badRequest("unrecognized includeObject value: " + text);
      };
    }
  }

  private final InstantSource clock;

  /** Creates one that computes ages with a clock. */
  public Tables(InstantSource clock) {
    this.clock = clock;
  }

  /** Returns the table of some objects of one kind. */
  public ObjectNode of(Kind kind, List<ObjectNode> objects, ObjectNode metadata, Include include) {
    ObjectNode table = Json.object();
    table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1").set("metadata", metadata);
    ArrayNode definitions = table.putArray("columnDefinitions");
    for (Column column : Columns.of(kind)) {
      definitions
          .addObject()
          .put("name", column.name())
          .put("type", column.type())
          .put("format", column.equals(Column.NAME) ? "name" : "")
          .put("description", "")
          .put("priority", column.priority());
    }
    ArrayNode rows = table.putArray("rows");
    objects.forEach(object -> row(rows.addObject(), kind, object, include));
    return table;
  }

  private void row(ObjectNode row, Kind kind, ObjectNode object, Include include) {
    ArrayNode cells = row.putArray("cells");
    for (Column column : Columns.of(kind)) {
      cells.addPOJO(column.value().apply(object, clock.instant()));
    }
    switch (include) {
      case NONE -> row.putNull("object");
      case METADATA -> row.set("object", partial(object));
      case OBJECT -> row.set("object", object);
    }
  }

  private static ObjectNode partial(JsonNode object) {
    ObjectNode partial = Json.object();
    partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
    partial.set("metadata", object.path("metadata"));
    return partial;
  }
}
