package dev.localport.daemon.cluster;

import dev.localport.api.ClusterEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pods that were behind services and are not anymore: the events that explain an outage are
 * about them. Immutable.
 *
 * @param current the services of each pod that is behind some now
 * @param former the pods that were, the oldest first
 */
record FormerPods(Map<PodKey, Set<String>> current, SequencedMap<PodKey, Former> former) {
  /** There was none yet. */
  static final FormerPods NONE = new FormerPods(Map.of(), new LinkedHashMap<>());

  /** How long a pod is remembered: a cluster keeps its events as long (--event-ttl). */
  static final Duration KEPT = Duration.ofHours(1);

  /** The most pods that are remembered. */
  static final int MOST = 200;

  FormerPods {
    current = Map.copyOf(current);
    former = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(former));
  }

  /** A pod by its name. */
  record PodKey(String namespace, String name) {}

  /**
   * What a pod was.
   *
   * @param services that used it
   * @param until when it was seen to be replaced
   */
  record Former(Set<String> services, Instant until) {
    Former {
      services = Set.copyOf(services);
    }
  }

  /**
   * Returns this as it is now.
   *
   * @param next the services of each pod that is behind some now
   */
  FormerPods with(Map<PodKey, Set<String>> next, Instant now) {
    return next.equals(current) ? this : replaced(next, now);
  }

  private FormerPods replaced(Map<PodKey, Set<String>> next, Instant now) {
    SequencedMap<PodKey, Former> all = new LinkedHashMap<>(former);
    current.forEach((pod, services) -> {
      if (!next.containsKey(pod)) {
        var _ = all.putLast(pod, new Former(services, now));
      }
    });
    all.keySet().removeAll(next.keySet());
    all.values().removeIf(one -> one.until().isBefore(now.minus(KEPT)));
    while (all.size() > MOST) {
      var _ = all.pollFirstEntry();
    }
    return new FormerPods(next, all);
  }

  /** Returns an event with the services whose pod it was about. */
  ClusterEvent touched(ClusterEvent event) {
    Former pod = find(event);
    return pod == null ? event : event.touching(List.copyOf(pod.services()));
  }

  /** Returns whether an event is about one of them. */
  boolean concerns(ClusterEvent event) {
    return find(event) != null;
  }

  private @Nullable Former find(ClusterEvent event) {
    String namespace = event.namespace();
    return namespace == null || !event.object().startsWith(EventCorrelation.POD)
        ? null
        : former.get(
            new PodKey(namespace, event.object().substring(EventCorrelation.POD.length())));
  }

  /** Returns pods by namespace, including these. */
  Map<String, Set<String>> besides(Map<String, Set<String>> pods) {
    Map<String, Set<String>> all = new HashMap<>();
    pods.forEach((namespace, names) -> all.put(namespace, new HashSet<>(names)));
    for (PodKey pod : former.keySet()) {
      all.computeIfAbsent(pod.namespace(), _ -> new HashSet<>()).add(pod.name());
    }
    return all;
  }
}
