package dev.localport.simulator.objects;

import java.util.List;
import java.util.Optional;

/** All supported kinds. */
public final class Kinds {
  /** {@code v1 Namespace}. */
  public static final Kind NAMESPACE = cluster("Namespace", "namespaces", "ns");

  /** {@code v1 Node}. */
  public static final Kind NODE = cluster("Node", "nodes", "no");

  /** {@code v1 Pod}. */
  public static final Kind POD = of("", "Pod", "pods", "po");

  /** {@code v1 Service}. */
  public static final Kind SERVICE = of("", "Service", "services", "svc");

  /** {@code v1 Endpoints}. */
  public static final Kind ENDPOINTS = of("", "Endpoints", "endpoints", "ep");

  /** {@code v1 Event}. */
  public static final Kind EVENT = of("", "Event", "events", "ev");

  /** {@code discovery.k8s.io/v1 EndpointSlice}. */
  public static final Kind ENDPOINT_SLICE =
      of("discovery.k8s.io", "EndpointSlice", "endpointslices");

  /** {@code apps/v1 Deployment}. */
  public static final Kind DEPLOYMENT = of("apps", "Deployment", "deployments", "deploy");

  /** {@code apps/v1 ReplicaSet}. */
  public static final Kind REPLICA_SET = of("apps", "ReplicaSet", "replicasets", "rs");

  /** {@code apps/v1 StatefulSet}. */
  public static final Kind STATEFUL_SET = of("apps", "StatefulSet", "statefulsets", "sts");

  /** {@code apps/v1 DaemonSet}. */
  public static final Kind DAEMON_SET = of("apps", "DaemonSet", "daemonsets", "ds");

  /** {@code batch/v1 Job}. */
  public static final Kind JOB = of("batch", "Job", "jobs");

  /** All of them. */
  public static final List<Kind> ALL =
      List.of(
          NAMESPACE,
          NODE,
          POD,
          SERVICE,
          ENDPOINTS,
          EVENT,
          ENDPOINT_SLICE,
          DEPLOYMENT,
          REPLICA_SET,
          STATEFUL_SET,
          DAEMON_SET,
          JOB);

  private Kinds() {}

  private static Kind cluster(String kind, String plural, String shortName) {
    return new Kind("", "v1", kind, plural, false, List.of(shortName));
  }

  private static Kind of(String group, String kind, String plural, String... shortNames) {
    return new Kind(group, "v1", kind, plural, true, List.of(shortNames));
  }

  /** Returns the kind that a path names; group empty for the core group. */
  public static Optional<Kind> findByPlural(String group, String plural) {
    return ALL.stream()
        .filter(kind -> kind.group().equals(group) && kind.plural().equals(plural))
        .findFirst();
  }

  /**
   * Returns the kind that an object names.
   *
   * @throws StatusException (400) if it is not served
   */
  public static Kind named(String apiVersion, String name) {
    return ALL.stream()
        .filter(kind -> kind.apiVersion().equals(apiVersion) && kind.kind().equals(name))
        .findFirst()
        .orElseThrow(() ->
            StatusException.badRequest(
                "no kind \"%s\" in version \"%s\"".formatted(name, apiVersion)));
  }
}
