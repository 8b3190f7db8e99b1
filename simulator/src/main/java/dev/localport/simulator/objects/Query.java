package dev.localport.simulator.objects;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which objects a list or a watch asks for. Immutable.
 *
 * @param namespace null for all
 */
public record Query(
    Kind kind, @Nullable String namespace, LabelSelector labels, FieldSelector fields) {

  /** One event of a watch, before it is written. */
  public record Event(String type, ObjectNode object) {}

  /** Returns what fits now. */
  public List<ObjectNode> list(Store store) {
    return store.list(kind, namespace).stream().filter(this::selects).toList();
  }

  /**
   * Returns what a watcher sees of a change: an object that begins to fit is ADDED, one that fits
   * no more is DELETED, no matter what the change was.
   */
  public Optional<Event> event(Change change) {
    if (!change.id().kind().equals(kind)
        || (namespace != null && !namespace.equals(change.id().namespace()))) {
      return Optional.empty();
    }
    ObjectNode before = change.before();
    ObjectNode after = change.after();
    boolean was = before != null && selects(before);
    if (after != null && selects(after)) {
      return Optional.of(new Event(was ? "MODIFIED" : "ADDED", after));
    }
    if (!was || before == null) {
      return Optional.empty();
    }
    return Optional.of(new Event("DELETED", after == null ? before : after));
  }

  /** Returns whether an object of this kind and namespace has the labels and fields. */
  public boolean selects(ObjectNode object) {
    return labels.test(object) && fields.test(object);
  }
}
