package dev.localport.daemon.cluster;

import dev.localport.config.ClusterQuery;
import dev.localport.daemon.kube.reads.EventScope;
import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Set;

/**
 * Which events of a cluster are followed: those of its services' namespaces, and of nodes. Pure.
 */
final class EventScopes {
  /** So many namespaces of a cluster are followed; in others events are known from lists alone. */
  static final int MOST = 20;

  private EventScopes() {}

  /**
   * Returns what is followed.
   *
   * @param query what the user wrote of events: it holds for those that are followed, too
   * @param namespaces of the services
   */
  static Set<EventScope> of(ClusterQuery query, NavigableSet<String> namespaces) {
    if (!query.enabled() || query.labelSelector() != null || namespaces.isEmpty()) {
      return Set.of();
    }
    String only = query.namespace() == null ? "" : query.namespace();
    Set<EventScope> scopes = new HashSet<>();
    namespaces.stream()
        .filter(namespace -> only.isEmpty() || only.equals(namespace))
        .limit(MOST)
        .forEach(namespace -> scopes.add(new EventScope(namespace, query.fieldSelector())));
    boolean hasNodes = scopes.contains(new EventScope(EventScope.OF_NODES, query.fieldSelector()));
    if (!hasNodes && only.isEmpty()) {
      scopes.add(EventScope.nodes(query.fieldSelector()));
    }
    return Set.copyOf(scopes);
  }
}
