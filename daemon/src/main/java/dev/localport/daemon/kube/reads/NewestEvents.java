package dev.localport.daemon.kube.reads;

import com.fasterxml.jackson.core.JsonParser;
import dev.localport.api.ClusterEvent;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

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

  private final int most;
  private final PriorityQueue<ClusterEvent> kept = new PriorityQueue<>(ORDER.reversed());

  /**
   * Makes one that is empty.
   *
   * @param most how many are kept
   */
  NewestEvents(int most) {
    this.most = most;
  }

  @Override
  public void read(JsonParser json) throws IOException {
    EventFields event = new EventFields();
    JsonWalk.object(json, event::field);
    kept.add(event.event());
    if (kept.size() > most) {
      kept.remove(); // the last by order
    }
  }

  List<ClusterEvent> events() {
    return kept.stream().sorted(ORDER).toList();
  }
}
