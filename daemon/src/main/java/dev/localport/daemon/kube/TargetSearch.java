package dev.localport.daemon.kube;

import dev.localport.api.FailureKind;
import dev.localport.api.FoundTarget;
import dev.localport.api.FoundTargets;
import dev.localport.api.NamedPort;
import dev.localport.daemon.kube.client.ApiClient;
import dev.localport.daemon.kube.client.KubeException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the namespaces of one context have to forward to. Belongs to one search. */
final class TargetSearch {
  private static final long PAGE = 500;
  private static final int MOST_PAGES = 10;

  private final ApiClient api;
  private final @Nullable String selector;
  private final List<FoundTarget> targets = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private int externalNames;
  private int withoutTcp;

  TargetSearch(ApiClient api, @Nullable String selector) {
    this.api = api;
    this.selector = selector;
  }

  /**
   * Reads the Services and StatefulSets.
   *
   * @throws KubeException if the Services cannot be listed; without the sets, a note says so
   */
  FoundTargets in(List<String> namespaces) throws KubeException {
    for (String namespace : namespaces) {
      read(namespace);
    }
    targets.sort(
        Comparator.comparing(FoundTarget::namespace)
            .thenComparing(FoundTarget::kind)
            .thenComparing(FoundTarget::name));
    return new FoundTargets(api.name(), namespaces, targets, externalNames, withoutTcp, notes);
  }

  private void read(String namespace) throws KubeException {
    List<Service> leading = new ArrayList<>();
    for (Service service :
        list(
            "services",
            namespace,
            page -> api.client().services().inNamespace(namespace).list(page))) {
      if ("ExternalName".equals(service.getSpec().getType())) {
        externalNames++;
      } else if (ServicePorts.named(service).isEmpty()) {
        withoutTcp++;
      } else {
        leading.add(service);
        targets.add(found(service));
      }
    }
    try {
      for (StatefulSet set :
          list(
              "statefulsets",
              namespace,
              page -> api.client().apps().statefulSets().inNamespace(namespace).list(page))) {
        add(set, leading);
      }
    } catch (KubeException e) {
      if (e.failure().kind() != FailureKind.FORBIDDEN) {
        throw e;
      }
      notes.add("StatefulSets are left out; " + missing("statefulsets", namespace));
    }
  }

  @FunctionalInterface
  private interface Listing<T extends HasMetadata> {
    KubernetesResourceList<T> page(ListOptions options) throws KubeException;
  }

  private <T extends HasMetadata> List<T> list(String kind, String namespace, Listing<T> listing)
      throws KubeException {
    List<T> all = new ArrayList<>();
    ListOptions options =
        new ListOptionsBuilder().withLimit(PAGE).withLabelSelector(selector).build();
    try {
      for (int i = 0; i < MOST_PAGES; i++) {
        KubernetesResourceList<T> page = listing.page(options);
        all.addAll(page.getItems());
        String next = page.getMetadata().getContinue();
        if (next == null || next.isEmpty()) {
          return all;
        }
        options.setContinue(next);
      }
    } catch (KubernetesClientException e) {
      throw named(api.failure(e), kind, namespace);
    }
    notes.add(
        "only the first %d %s of namespace %s were read; choose with a label selector"
            .formatted(all.size(), kind, namespace));
    return all;
  }

  private static KubeException named(KubeException thrown, String kind, String namespace) {
    return thrown.failure().kind() == FailureKind.FORBIDDEN
        ? new KubeException(
            FailureKind.FORBIDDEN,
            thrown.failure().message() + "; " + missing(kind, namespace),
            thrown)
        : thrown;
  }

  private static String missing(String kind, String namespace) {
    return "missing permission: list %s in namespace %s".formatted(kind, namespace);
  }

  private static FoundTarget found(Service service) {
    Map<String, String> labels = service.getSpec().getSelector();
    return new FoundTarget(
        service.getMetadata().getNamespace(),
        service.getMetadata().getName(),
        ServicePorts.named(service),
        new FoundTarget.Service(
            "None".equals(service.getSpec().getClusterIP()), labels != null && !labels.isEmpty()));
  }

  private void add(StatefulSet set, List<Service> services) {
    PodTemplateSpec pods = set.getSpec().getTemplate();
    List<NamedPort> ports = PodViews.named(pods.getSpec());
    if (ports.isEmpty()) {
      return; // no port to lead to
    }
    Map<String, String> labels =
        pods.getMetadata() == null || pods.getMetadata().getLabels() == null
            ? Map.of()
            : pods.getMetadata().getLabels();
    List<String> leading =
        services.stream()
            .filter(service -> isFor(service.getSpec().getSelector(), labels))
            .map(Service::getMetadata)
            .map(meta -> meta.getName())
            .toList();
    String governing = set.getSpec().getServiceName();
    Integer replicas = set.getSpec().getReplicas();
    targets.add(
        new FoundTarget(
            set.getMetadata().getNamespace(),
            set.getMetadata().getName(),
            ports,
            new FoundTarget.StatefulSet(
                replicas == null ? 1 : replicas,
                governing == null || governing.isEmpty() ? null : governing,
                leading)));
  }

  private static boolean isFor(@Nullable Map<String, String> wanted, Map<String, String> labels) {
    return wanted != null && !wanted.isEmpty() && labels.entrySet().containsAll(wanted.entrySet());
  }
}
