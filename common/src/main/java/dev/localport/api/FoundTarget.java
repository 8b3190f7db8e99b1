package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Service or a StatefulSet that a new file may forward to.
 *
 * @param ports the TCP ports of the Service, or those that the containers of the set declare
 * @param of what only one of the two kinds has
 */
public record FoundTarget(String namespace, String name, List<NamedPort> ports, Of of) {
  /** Copies the list, so that a target never changes. */
  public FoundTarget {
    ports = List.copyOf(ports);
  }

  /** What only one kind has. */
  public sealed interface Of {}

  /**
   * A Service.
   *
   * @param headless whether it has no address of its own
   * @param selects whether it chooses its pods by labels
   */
  public record Service(boolean headless, boolean selects) implements Of {}

  /**
   * A StatefulSet.
   *
   * @param governedBy the Service that its pods get their names from; null: none
   * @param services the Services with a TCP port that lead to its pods
   */
  public record StatefulSet(int replicas, @Nullable String governedBy, List<String> services)
      implements Of {
    /** Copies the list, so that a set never changes. */
    public StatefulSet {
      services = List.copyOf(services);
    }
  }

  /** Returns the word of {@code resource_type}. */
  public String kind() {
    return switch (of) {
      case Service _ -> "service";
      case StatefulSet _ -> "statefulset";
    };
  }

  /** Returns each port once: two containers of a pod may declare the same. */
  public List<NamedPort> distinctPorts() {
    Map<Integer, NamedPort> distinct = new LinkedHashMap<>();
    ports.forEach(port -> distinct.putIfAbsent(port.number(), port));
    return List.copyOf(distinct.values());
  }

  /** Returns the target as it travels. */
  public JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("kind", kind())
            .put("namespace", namespace)
            .put("name", name)
            .put("ports", ports.stream().map(NamedPort::toJson).toList());
    switch (of) {
      case Service service ->
          json.put("headless", service.headless()).put("selector", service.selects());
      case StatefulSet set ->
          json.put("replicas", set.replicas())
              .put("governed_by", set.governedBy())
              .put("services", set.services());
    }
    return json.build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static FoundTarget from(JsonObject json) {
    Of of =
        json.text("kind").equals("service")
            ? new Service(json.flag("headless", false), json.flag("selector", true))
            : new StatefulSet(
                (int) json.number("replicas", 1),
                json.findText("governed_by"),
                json.texts("services"));
    return new FoundTarget(
        json.text("namespace"),
        json.text("name"),
        json.objects("ports").stream().map(NamedPort::from).toList(),
        of);
  }
}
