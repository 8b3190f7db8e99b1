package dev.localport.daemon.kube.reads;

import dev.localport.api.ClusterEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events as a cluster listed them. Immutable.
 *
 * @param events the newest, warnings first and the newest of each first
 * @param version the position from which {@link ClusterReads#follow} continues without a gap; null:
 *     the server named none
 */
public record EventList(List<ClusterEvent> events, @Nullable String version) {
  /** Copies the list. */
  public EventList {
    events = List.copyOf(events);
  }
}
