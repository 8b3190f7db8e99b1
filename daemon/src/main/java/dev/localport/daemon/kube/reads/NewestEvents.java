package dev.localport.daemon.kube.reads;

import com.fasterxml.jackson.core.JsonParser;
import dev.localport.api.ClusterEvent;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest events of those that pass, warnings before all others, in a heap of a fixed
 * size: an API server does not sort.
 */
final class NewestEvents implements RawCalls.Reader {
  /** Warnings first, the newest of each first. */
  private static final Comparator<ClusterEvent> ORDER =
      Comparator.comparing(ClusterEvent::isWarning)
          .thenComparing(ClusterEvent::lastSeen)
          .reversed()
          .thenComparing(ClusterEvent::object)
          .thenComparing(ClusterEvent::reason)
          .thenComparing(ClusterEvent::message);

  private static final String POD = "pod/";

  private final int most;
  private final Map<String, Set<String>> pods;
  private final PriorityQueue<ClusterEvent> kept = new PriorityQueue<>(ORDER.reversed());
  private final PriorityQueue<ClusterEvent> own = new PriorityQueue<>(ORDER.reversed());
  private @Nullable String version;

  /**
   * Creates one that is empty.
   *
   * @param most how many are kept
   * @param pods of which as many are kept in addition, by namespace
   */
  NewestEvents(int most, Map<String, Set<String>> pods) {
    this.most = most;
    this.pods = pods;
  }

  @Override
  public void read(JsonParser json) throws IOException {
    EventFields fields = new EventFields();
    JsonWalk.object(json, fields::field);
    ClusterEvent event = fields.event();
    PriorityQueue<ClusterEvent> heap = isOwn(event) ? own : kept;
    heap.add(event);
    if (heap.size() > most) {
      heap.remove(); // the last by order
    }
  }

  private boolean isOwn(ClusterEvent event) {
    Set<String> inNamespace =
        event.namespace() == null ? Set.of() : pods.getOrDefault(event.namespace(), Set.of());
    return event.object().startsWith(POD)
        && inNamespace.contains(event.object().substring(POD.length()));
  }

  /** The first page says which moment the whole list is of. */
  @Override
  public void version(String text) {
    version = version == null && !text.isEmpty() ? text : version;
  }

  EventList list() {
    return new EventList(events(), version);
  }

  List<ClusterEvent> events() {
    return Stream.concat(own.stream(), kept.stream()).sorted(ORDER).toList();
  }
}
