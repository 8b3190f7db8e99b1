package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.util.List;

/**
 * What some namespaces of a context have for a new file.
 *
 * @param namespaces those that were searched
 * @param targets in order of namespace and name, Services before StatefulSets
 * @param externalNames how many Services are a name for something outside the cluster
 * @param withoutTcp how many Services have no TCP port
 * @param notes what could not be looked up, a sentence each
 */
public record FoundTargets(
    String context,
    List<String> namespaces,
    List<FoundTarget> targets,
    int externalNames,
    int withoutTcp,
    List<String> notes) {
  /** Copies the lists, so that an answer never changes. */
  public FoundTargets {
    namespaces = List.copyOf(namespaces);
    targets = List.copyOf(targets);
    notes = List.copyOf(notes);
  }

  /** Returns the answer as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("context", context)
        .put("namespaces", namespaces)
        .put("targets", targets.stream().map(FoundTarget::toJson).toList())
        .put(
            "left_out",
            JsonObject.builder()
                .put("external_name", externalNames)
                .put("no_tcp_port", withoutTcp)
                .build())
        .put("notes", notes)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static FoundTargets from(JsonObject json) {
    JsonObject leftOut = json.object("left_out");
    return new FoundTargets(
        json.text("context"),
        json.texts("namespaces"),
        json.objects("targets").stream().map(FoundTarget::from).toList(),
        (int) leftOut.number("external_name", 0),
        (int) leftOut.number("no_tcp_port", 0),
        json.texts("notes"));
  }
}
