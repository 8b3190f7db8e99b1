package dev.localport.daemon.doctor;

import static java.util.stream.Collectors.joining;

import dev.localport.api.DoctorCheck.Status;
import dev.localport.daemon.kube.reads.ClusterReads.Access;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of docs/rbac.md: {@code PermissionsDocTest} keeps both equal.
 *
 * @param verbs what is to be allowed
 * @param resources of all of these, as kubectl writes them: {@code deployments.apps}, {@code
 *     pods/log}
 * @param scope where
 * @param without how it is where the permission is missing
 * @param loss what does not work without it
 */
record Permission(
    List<String> verbs, List<String> resources, Scope scope, Status without, String loss) {
  /** Where a permission is asked for. */
  enum Scope {
    /** In each namespace in use. */
    NAMESPACE,
    /** Once, for the whole cluster. */
    CLUSTER,
    /** Where a cluster's own parts are. */
    KUBE_SYSTEM
  }

  /** The API with what nodes and pods use; many clusters do not have it. */
  static final String METRICS = "metrics.k8s.io";

  /**
   * More resources than these are written with kubectl's short names: one line for a permission.
   */
  private static final int IN_FULL = 3;

  private static final String OF_METRICS = "." + METRICS;
  private static final Map<String, String> SHORT =
      Map.of(
          "deployments", "deploy",
          "statefulsets", "sts",
          "daemonsets", "ds",
          "replicasets", "rs");

  private static final String KUBE_SYSTEM = "kube-system";

  /** All that LocalPort can use, the important ones first. */
  static final List<Permission> ALL =
      List.of(
          needed("create", "pods/portforward", "no forwards"),
          needed("list", "pods", "only named pods work"),
          useful("get", "pods/portforward", "no forward behind a proxy that drops SPDY"),
          useful("get", "pods", "no named pods, no pod logs"),
          useful("watch", "pods", "LocalPort lists the pods every 10 s"),
          useful("get", "services", "no Services; workloads, labels, pods work"),
          useful("get", "endpoints", "no Services without a selector"),
          useful(
              "get",
              "deployments.apps statefulsets.apps daemonsets.apps replicasets.apps jobs.batch",
              "no targets of these kinds"),
          useful(
              "list",
              "deployments.apps statefulsets.apps",
              "explain does not know why there is no pod"),
          useful("list", "replicasets.apps", "replica sets are found by their names"),
          useful("get", "pods/log", "no pod logs"),
          useful("list watch", "events", "no events"),
          useful("get", "namespaces", "only the target is reported as missing"),
          useful(
              "list",
              "services daemonsets.apps jobs.batch",
              "init and completion of forward find less"),
          cluster("nodes", "no nodes in cluster status"),
          cluster("pods", "no number of pods in cluster status"),
          cluster("namespaces", "completion of -n offers nothing"),
          cluster("nodes.metrics.k8s.io pods.metrics.k8s.io", "no processor and memory figures"),
          new Permission(
              List.of("list"),
              List.of("services", "endpointslices.discovery.k8s.io"),
              Scope.KUBE_SYSTEM,
              Status.WARNING,
              "the cluster's DNS is not checked"));

  private static Permission needed(String verb, String resource, String loss) {
    return new Permission(List.of(verb), List.of(resource), Scope.NAMESPACE, Status.BROKEN, loss);
  }

  private static Permission useful(String verbs, String resources, String loss) {
    return new Permission(words(verbs), words(resources), Scope.NAMESPACE, Status.WARNING, loss);
  }

  private static Permission cluster(String resources, String loss) {
    return new Permission(List.of("list"), words(resources), Scope.CLUSTER, Status.WARNING, loss);
  }

  private static List<String> words(String text) {
    return List.of(text.split(" ", -1));
  }

  /**
   * One verb on one resource.
   *
   * @param resource as kubectl writes it
   */
  record Part(String verb, String resource) {
    Access in(@Nullable String namespace) {
      int slash = resource.indexOf('/');
      String whole = slash < 0 ? resource : resource.substring(0, slash);
      int dot = whole.indexOf('.');
      return new Access(
          verb,
          dot < 0 ? "" : whole.substring(dot + 1),
          dot < 0 ? whole : whole.substring(0, dot),
          slash < 0 ? "" : resource.substring(slash + 1),
          namespace);
    }

    /** Returns the command that checks it. */
    String command(String context, @Nullable String namespace) {
      int slash = resource.indexOf('/');
      return "kubectl --context %s auth can-i %s %s%s%s"
          .formatted(
              context,
              verb,
              slash < 0 ? resource : resource.substring(0, slash),
              slash < 0 ? "" : " --subresource=" + resource.substring(slash + 1),
              namespace == null ? "" : " -n " + namespace);
    }
  }

  /** Returns whether it is one for {@link #METRICS}. */
  boolean isOfMetrics() {
    return resources.stream().anyMatch(resource -> resource.endsWith(OF_METRICS));
  }

  /** Returns what has to be asked for. */
  List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (String verb : verbs) {
      resources.forEach(resource -> parts.add(new Part(verb, resource)));
    }
    return parts;
  }

  /** Returns where it is asked for, of namespaces in use; null: in the whole cluster. */
  List<@Nullable String> places(List<String> namespaces) {
    List<@Nullable String> places = new ArrayList<>();
    switch (scope) {
      case NAMESPACE -> places.addAll(namespaces);
      case CLUSTER -> places.add(null);
      case KUBE_SYSTEM -> places.add(KUBE_SYSTEM);
    }
    return places;
  }

  /**
   * Returns parts as a person writes them: {@code get deployments, jobs; list events}, {@code list
   * nodes, pods (metrics.k8s.io)}.
   */
  static String words(List<Part> parts) {
    Map<String, List<String>> byVerb = new LinkedHashMap<>();
    for (Part part : parts) {
      String name = part.resource().replaceFirst("\\.(apps|batch|discovery\\.k8s\\.io)$", "");
      byVerb.computeIfAbsent(part.verb(), _ -> new ArrayList<>()).add(name);
    }
    List<String> words = new ArrayList<>();
    byVerb.forEach((verb, names) -> words.add(verb + " " + joined(names)));
    return String.join("; ", words);
  }

  private static String joined(List<String> names) {
    if (names.stream().allMatch(name -> name.endsWith(OF_METRICS))) {
      return String.join(", ", names).replace(OF_METRICS, "") + " (" + METRICS + ")";
    }
    return names.size() <= IN_FULL
        ? String.join(", ", names)
        : names.stream().map(name -> SHORT.getOrDefault(name, name)).collect(joining(", "));
  }
}
