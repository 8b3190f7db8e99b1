package dev.localport.daemon.cluster;

import dev.localport.api.ClusterEvent;
import dev.localport.api.PodInfo;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** What of a cluster concerns which services: its events and its pods. Pure. */
final class EventCorrelation {
  private static final String POD = "pod/";

  private EventCorrelation() {}

  /** Returns an event with the services that it touches: it is about their target, or a pod. */
  static ClusterEvent event(ClusterEvent event, Collection<ClusterSubscriber> subscribers) {
    List<String> services =
        subscribers.stream()
            .filter(subscriber -> concerns(event, subscriber))
            .map(ClusterSubscriber::service)
            .distinct()
            .sorted()
            .toList();
    return event.touching(services);
  }

  private static boolean concerns(ClusterEvent event, ClusterSubscriber subscriber) {
    boolean target =
        event.object().equals(subscriber.resource())
            && Objects.equals(event.namespace(), subscriber.namespace());
    return target
        || (event.object().startsWith(POD)
            && subscriber.pods().stream()
                .anyMatch(pod ->
                    event.object().equals(POD + pod.name())
                        && pod.namespace().equals(event.namespace())));
  }

  /**
   * Returns the pods behind some services, each once.
   *
   * @param resource of the services' target; empty: any
   * @param away whether their cluster is away: then they may have changed since
   */
  static List<PodInfo> pods(
      Collection<ClusterSubscriber> subscribers, String namespace, String resource, boolean away) {
    Map<String, PodInfo> pods = new LinkedHashMap<>();
    for (ClusterSubscriber subscriber : subscribers) {
      if (resource.isEmpty() || resource.equals(subscriber.resource())) {
        for (PodInfo pod : subscriber.pods()) {
          if (namespace.isEmpty() || namespace.equals(pod.namespace())) {
            PodInfo own = with(pod, List.of(subscriber.service()), away);
            pods.merge(pod.namespace() + "/" + pod.name(), own, EventCorrelation::together);
          }
        }
      }
    }
    return List.copyOf(pods.values());
  }

  private static PodInfo together(PodInfo one, PodInfo other) {
    return with(isNewer(other, one) ? other : one, union(one.services(), other.services()), false);
  }

  private static boolean isNewer(PodInfo pod, PodInfo than) {
    return pod.lastUpdated() != null
        && (than.lastUpdated() == null || pod.lastUpdated().isAfter(than.lastUpdated()));
  }

  private static List<String> union(List<String> some, List<String> more) {
    TreeSet<String> all = new TreeSet<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }

  private static PodInfo with(PodInfo pod, List<String> services, boolean stale) {
    return pod.usedBy(union(pod.services(), services), pod.stale() || stale);
  }
}
