package dev.localport.simulator.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.localport.simulator.objects.Json;
import dev.localport.simulator.objects.Kind;
import dev.localport.simulator.objects.Kinds;
import dev.localport.simulator.objects.StatusException;
import java.util.List;

/** Says what is served: groups, versions, resources and their verbs. */
final class Discovery {
  private static final String REVIEW_GROUP = "authorization.k8s.io";
  private static final List<String> GROUPS =
      List.of("apps", "batch", "discovery.k8s.io", REVIEW_GROUP);

  private Discovery() {}

  /** Returns {@code /api}. */
  static ObjectNode core() {
    ObjectNode versions = Json.object().put("kind", "APIVersions");
    versions.putArray("versions").add("v1");
    return versions;
  }

  /**
   * Returns {@code /apis}.
   *
   * @param measured whether what pods use is served, too
   */
  static ObjectNode groups(boolean measured) {
    ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = list.putArray("groups");
    GROUPS.forEach(group -> groups.add(group(group)));
    if (measured) {
      groups.add(Measurements.group());
    }
    return list;
  }

  /** Returns {@code /apis/GROUP}. */
  static ObjectNode group(String name) {
    if (!GROUPS.contains(name)) {
      throw StatusException.unknownPath();
    }
    String version = name + "/v1";
    ObjectNode group = Json.object().put("kind", "APIGroup").put("apiVersion", "v1");
    group.put("name", name);
    group.putArray("versions").addObject().put("groupVersion", version).put("version", "v1");
    group.putObject("preferredVersion").put("groupVersion", version).put("version", "v1");
    return group;
  }

  /** Returns {@code /api/v1}, {@code /apis/GROUP/v1}; group empty for the core group. */
  static ObjectNode resources(String group) {
    if (!group.isEmpty()) {
      group(group);
    }
    ObjectNode list = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
    list.put("groupVersion", group.isEmpty() ? "v1" : group + "/v1");
    ArrayNode resources = list.putArray("resources");
    Kinds.ALL.stream()
        .filter(kind -> kind.group().equals(group))
        .forEach(kind -> describe(resources, kind));
    if (group.isEmpty()) {
      resource(resources, "pods/log", "Pod", true, "get");
      resource(resources, "pods/portforward", "PodPortForwardOptions", true, "create", "get");
    }
    if (group.equals(REVIEW_GROUP)) {
      resource(resources, "selfsubjectaccessreviews", "SelfSubjectAccessReview", false, "create");
    }
    return list;
  }

  private static void describe(ArrayNode resources, Kind kind) {
    ObjectNode resource =
        resource(resources, kind.plural(), kind.kind(), kind.namespaced(), "get", "list", "watch");
    resource.put("singularName", kind.singular());
    ArrayNode shortNames = resource.putArray("shortNames");
    kind.shortNames().forEach(shortNames::add);
    if (kind.equals(Kinds.POD)) {
      resource.withArray("verbs").add("delete");
    }
    if (!kind.equals(Kinds.EVENT) && !kind.equals(Kinds.NODE) && kind.namespaced()) {
      resource.putArray("categories").add("all");
    }
  }

  private static ObjectNode resource(
      ArrayNode resources, String name, String kind, boolean namespaced, String... verbs) {
    ObjectNode resource = resources.addObject();
    resource.put("name", name).put("singularName", "").put("namespaced", namespaced);
    resource.put("kind", kind);
    ArrayNode list = resource.putArray("verbs");
    List.of(verbs).forEach(list::add);
    return resource;
  }
}
