package dev.localport.simulator.server;

import dev.localport.simulator.objects.Kind;
import dev.localport.simulator.objects.Kinds;
import dev.localport.simulator.objects.ObjectId;
import dev.localport.simulator.objects.StatusException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a path below {@code /api/v1} or {@code /apis/GROUP/VERSION} names.
 *
 * @param namespace null for all, or where the kind has none
 * @param name null for the whole collection
 * @param part the sub-resource, such as {@code log}; empty for none
 */
record ResourcePath(Kind kind, @Nullable String namespace, @Nullable String name, String part) {
  /**
   * Reads one.
   *
   * @param rest the parts behind the version
   * @throws StatusException (404) if there is no such resource
   */
  static ResourcePath parse(String group, List<String> rest) {
    boolean inNamespace = rest.size() > 2 && rest.getFirst().equals("namespaces");
    List<String> parts = inNamespace ? rest.subList(2, rest.size()) : rest;
    if (parts.isEmpty() || parts.size() > 3) {
      throw StatusException.unknownPath();
    }
    Kind kind =
        Kinds.findByPlural(group, parts.getFirst()).orElseThrow(StatusException::unknownPath);
    if (kind.namespaced() != inNamespace && (inNamespace || parts.size() > 1)) {
      throw StatusException.unknownPath();
    }
    return new ResourcePath(
        kind,
        inNamespace ? rest.get(1) : null,
        parts.size() > 1 ? parts.get(1) : null,
        parts.size() > 2 ? parts.get(2) : "");
  }

  /** Returns the object's id; the path has to name one. */
  ObjectId id() {
    return new ObjectId(kind, namespace == null ? "" : namespace, name == null ? "" : name);
  }

  /** Returns {@code pods}, {@code pods/log}, as access rules name it. */
  String rule() {
    return part.isEmpty() ? kind.plural() : kind.plural() + "/" + part;
  }
}
