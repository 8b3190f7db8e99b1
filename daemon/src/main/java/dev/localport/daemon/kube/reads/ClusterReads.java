package dev.localport.daemon.kube.reads;

import dev.localport.api.NodeInfo;
import dev.localport.api.PodCounts;
import dev.localport.api.Resources;
import dev.localport.config.ClusterQuery;
import dev.localport.daemon.kube.client.KubeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a monitor asks of a cluster. Cheap at any size: answers are read as they arrive, counted and
 * not kept. Thread-safe; the calls block, and belong on virtual threads; an interrupt ends them.
 *
 * <p>Each fails with a {@link KubeException} of the kind that says whose fault it is: {@code
 * UNREACHABLE} where no answer came in time, {@code SESSION} for a 5xx, {@code CREDENTIALS}, {@code
 * CERTIFICATE}, {@code FORBIDDEN}, and {@code TARGET_MISSING} where the API is not served.
 */
public interface ClusterReads {
  /**
   * A sign of life: any answer but a 5xx.
   *
   * @param took from the request to the answer's headers
   * @param skew how far the server's clock is ahead of ours, in whole seconds, from its Date
   */
  record Answer(Duration took, Duration skew) {}

  /** Asks {@code /livez}, or {@code /version} where that is not served. */
  Answer probe(Duration timeout) throws KubeException;

  /** Returns the version of the API server, {@code v1.34.1}. */
  String version(Duration timeout) throws KubeException;

  /**
   * Returns what is not well by {@code /readyz?verbose}, a phrase each; nothing where that may not
   * be seen.
   */
  List<String> unreadyParts(Duration timeout) throws KubeException;

  /** Returns the core services that have no ready pod: the cluster's DNS. A phrase each. */
  List<String> unreadyServices(Duration timeout) throws KubeException;

  /** Returns the nodes, by name. */
  List<NodeInfo> nodes(ClusterQuery query, Duration timeout) throws KubeException;

  /** Counts the pods. */
  PodCounts pods(ClusterQuery query, Duration timeout) throws KubeException;

  /**
   * Returns the newest events, and the position behind them.
   *
   * @param most how many are returned
   * @param pods of which as many are returned in addition, by namespace: in a busy cluster the
   *     newest events are those of others
   */
  EventList events(ClusterQuery query, int most, Map<String, Set<String>> pods, Duration timeout)
      throws KubeException;

  /**
   * Follows events as they happen until the server ends that, as it does every few minutes; blocks
   * until then.
   *
   * @param from the last position that the reader got; null: from now on
   */
  void follow(EventScope scope, @Nullable String from, EventReader reader) throws KubeException;

  /**
   * Returns the workloads behind a target that have no replicas, {@code deployment/web}.
   *
   * @param target {@code service/web}, or a workload itself; of other kinds there are none
   */
  List<String> scaledToZero(String namespace, String target, Duration timeout) throws KubeException;

  /** Returns what nodes use, by their names, from {@code metrics.k8s.io}. */
  Map<String, Resources> nodeUsage(Duration timeout) throws KubeException;

  /**
   * Returns what pods use, by their names and those of their containers, from {@code
   * metrics.k8s.io}: one list, of which the others pass by.
   *
   * @param pods those that are wanted; one that is not measured yet is not in the answer
   */
  Map<String, Map<String, Resources>> podUsage(String namespace, Set<String> pods, Duration timeout)
      throws KubeException;

  /**
   * Returns whether the cluster serves an API, whatever this user may do with it.
   *
   * @param group {@code metrics.k8s.io}; not the core
   */
  boolean isServed(String group, Duration timeout) throws KubeException;

  /**
   * Asks the cluster whether this user may do something (SelfSubjectAccessReview).
   *
   * @param group of the API; empty: the core
   */
  default boolean mayList(String group, String resource, Duration timeout) throws KubeException {
    return isAllowed(new Access("list", group, resource, "", null), timeout);
  }

  /**
   * What a user may do or not.
   *
   * @param group of the API; empty: the core
   * @param subresource empty: the resource itself
   * @param namespace null: all of them
   */
  record Access(
      String verb, String group, String resource, String subresource, @Nullable String namespace) {}

  /** Asks the cluster whether this user may do something (SelfSubjectAccessReview). */
  boolean isAllowed(Access access, Duration timeout) throws KubeException;
}
