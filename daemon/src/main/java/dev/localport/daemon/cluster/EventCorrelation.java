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
  static final String POD = "pod/";
  static final String NODE = "node/";
  private static final String DEPLOYMENT = "deployment/";
  private static final String REPLICA_SET = "replicaset/";

  private EventCorrelation() {}

  /**
   * Returns an event with the services that it touches, in addition to those that it already has.
   */
  static ClusterEvent event(ClusterEvent event, Collection<ClusterSubscriber> subscribers) {
    List<String> services =
        subscribers.stream()
            .filter(subscriber ->
                event.services().contains(subscriber.service()) || concerns(event, subscriber))
            .map(ClusterSubscriber::service)
            .distinct()
            .sorted()
            .toList();
    return event.touching(services);
  }

  /** Returns whether an event touches one of these services at least. */
  static boolean concernsAny(ClusterEvent event, Collection<ClusterSubscriber> subscribers) {
    return subscribers.stream().anyMatch(subscriber -> concerns(event, subscriber));
  }

  /**
   * Returns whether an event touches a service: it is about its target, a replica set of that, one
   * of its pods, or the node of one.
   */
  static boolean concerns(ClusterEvent event, ClusterSubscriber subscriber) {
    String object = event.object();
    if (object.equals(subscriber.resource())) { // also before its pod is known
      return Objects.equals(event.namespace(), subscriber.namespace());
    }
    if (object.startsWith(POD)) {
      return subscriber.pods().stream()
          .anyMatch(
              pod -> object.equals(POD + pod.name()) && pod.namespace().equals(event.namespace()));
    }
    if (object.startsWith(NODE)) {
      String node = object.substring(NODE.length());
      return subscriber.pods().stream().anyMatch(pod -> node.equals(pod.node()));
    }
    return isReplicaSet(object, subscriber.resource())
        && Objects.equals(event.namespace(), subscriber.namespace());
  }

  /** A deployment's replica sets have its name and a hash: {@code replicaset/web-686ff9b5b8}. */
  private static boolean isReplicaSet(String object, String of) {
    if (!of.startsWith(DEPLOYMENT)) {
      return false;
    }
    String named = REPLICA_SET + of.substring(DEPLOYMENT.length()) + "-";
    return object.startsWith(named) && object.indexOf('-', named.length()) < 0;
  }

  /**
   * Returns the pods behind some services, each once.
   *
   * @param resource of the services' target; empty: any
   * @param away whether their cluster is offline: then they may have changed since
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
