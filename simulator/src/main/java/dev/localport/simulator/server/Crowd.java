package dev.localport.simulator.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.localport.simulator.objects.Json;
import dev.localport.simulator.objects.Kind;
import dev.localport.simulator.objects.ObjectId;
import dev.localport.simulator.objects.Query;
import io.netty.buffer.ByteBuf;
import io.netty.handler.stream.ChunkedInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Lists of many objects that are not there: each is one of a few shapes with its own number,
 * created while it is sent. Runs on the event loop.
 */
public final class Crowd {
  private static final Pattern NUMBER = Pattern.compile("@@"); // in a shape, for its number

  /** An object, and its text in front of, between and behind its numbers. */
  record Shape(ObjectNode object, List<String> text) {}

  private final Map<Kind, List<Shape>> shapes = new HashMap<>();
  private final Map<Kind, Integer> sizes = new HashMap<>();

  /** Creates one that is empty, of these shapes. */
  public Crowd(List<ObjectNode> objects) {
    for (ObjectNode object : objects) {
      shapes
          .computeIfAbsent(ObjectId.of(object).kind(), _ -> new ArrayList<>())
          .add(new Shape(object, List.of(NUMBER.split(Json.write(object), -1))));
    }
  }

  /** Sets how many there are of a kind that has a shape. */
  public void resize(Kind kind, int size) {
    sizes.put(kind, size);
  }

  boolean has(Kind kind) {
    return sizes.getOrDefault(kind, 0) > 0;
  }

  /**
   * Returns a list as it is sent.
   *
   * @param from the number of its first object: what a page's token says
   * @param limit 0 for all
   */
  ChunkedInput<ByteBuf> list(Query query, int from, int limit, boolean packed) {
    List<Shape> all = shapes.getOrDefault(query.kind(), List.of());
    int size = sizes.getOrDefault(query.kind(), 0);
    int to = from;
    for (int found = 0; to < size && (limit == 0 || found < limit); to++) {
      found += selects(query, all.get(to % all.size())) ? 1 : 0;
    }
    ObjectNode list = Json.object();
    list.put("kind", query.kind().kind() + "List").put("apiVersion", query.kind().apiVersion());
    ObjectNode metadata = list.putObject("metadata").put("resourceVersion", "1");
    if (to < size) {
      metadata.put("continue", Integer.toString(to));
    }
    list.putArray("items");
    String empty = Json.write(list); // ends in []}
    List<List<String>> texts =
        all.stream()
            .map(shape -> selects(query, shape) ? shape.text() : List.<String>of())
            .toList();
    return new CrowdList(empty.substring(0, empty.length() - 2), texts, from, to, packed);
  }

  private static boolean selects(Query query, Shape shape) {
    String namespace = query.namespace();
    return query.selects(shape.object())
        && (namespace == null || namespace.equals(Json.text(shape.object(), "metadata.namespace")));
  }
}
