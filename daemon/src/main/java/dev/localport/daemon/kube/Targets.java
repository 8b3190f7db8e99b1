package dev.localport.daemon.kube;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.config.PortMapping;
import dev.localport.config.Readiness;
import dev.localport.config.TargetConfig;
import dev.localport.daemon.kube.client.ApiClient;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.kube.reads.PodFeeds;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the pods behind targets. Thread-safe; the calls block. */
public final class Targets {
  private final ApiClient api;
  private final PodFeeds feeds;

  Targets(ApiClient api, PodFeeds feeds) {
    this.api = api;
    this.feeds = feeds;
  }

  /**
   * Looks a target up.
   *
   * @throws KubeException if it does not exist, cannot be forwarded to, or the cluster does not say
   */
  public ResolvedTarget resolve(TargetConfig target, List<PortMapping> ports) throws KubeException {
    String namespace = target.namespace() == null ? api.namespace() : target.namespace();
    try {
      return resolve(api.client(), target, namespace, ports);
    } catch (KubernetesClientException e) {
      throw named(api.failure(e), "get %ss".formatted(target.kind().word()), namespace);
    }
  }

  private ResolvedTarget resolve(
      KubernetesClient client, TargetConfig target, String namespace, List<PortMapping> ports)
      throws KubeException {
    boolean any = target.ready() == Readiness.ANY;
    return switch (target.kind()) {
      case POD -> {
        // a pod that was named on purpose only has to be Running
        List<TargetPort> direct = ServicePorts.direct(ports);
        yield new ResolvedTarget(target.toString(), namespace, target.name(), null, true, direct);
      }
      case SERVICE -> {
        Service service =
            found(
                client.services().inNamespace(namespace).withName(target.name()).get(),
                target,
                namespace);
        yield behind(client, service, target, any, ports);
      }
      case SELECTOR -> bySelector(target.name(), null, target, namespace, ports);
      case DEPLOYMENT, STATEFUL_SET, DAEMON_SET, REPLICA_SET, JOB -> {
        Workloads.Workload workload =
            found(
                Workloads.find(client, target.kind(), namespace, target.name()), target, namespace);
        String selector = Selectors.text(workload.selector());
        PodOwner owner = Workloads.owner(client, target.kind(), namespace, workload, selector);
        yield bySelector(selector, owner, target, namespace, ports);
      }
    };
  }

  /**
   * A Service without a selector has the addresses that were written for it; those of pods are as
   * good as a selector, and checked again with each attempt.
   */
  private static ResolvedTarget behind(
      KubernetesClient client,
      Service service,
      TargetConfig target,
      boolean any,
      List<PortMapping> ports)
      throws KubeException {
    String namespace = service.getMetadata().getNamespace();
    String selector = ServicePorts.findSelector(service);
    List<TargetPort> translated = ServicePorts.translate(service, ports);
    String pod = null;
    if (selector == null) {
      String name = service.getMetadata().getName();
      pod = ServicePorts.podOf(service, Addresses.of(client, namespace, name), any);
    }
    boolean published = Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses());
    return new ResolvedTarget(
        target.toString(), namespace, pod, selector, any || published, translated);
  }

  private static ResolvedTarget bySelector(
      String selector,
      @Nullable PodOwner owner,
      TargetConfig target,
      String namespace,
      List<PortMapping> ports) {
    return new ResolvedTarget(
        target.toString(),
        namespace,
        null,
        selector,
        owner,
        target.ready() == Readiness.ANY,
        ServicePorts.direct(ports));
  }

  private <T> T found(@Nullable T object, TargetConfig target, String namespace)
      throws KubeException {
    if (object == null) {
      throw missing(target.toString(), namespace);
    }
    return object;
  }

  private KubeException missing(String target, String namespace) throws KubeException {
    try {
      if (api.client().namespaces().withName(namespace).get() == null) {
        return new KubeException(
            FailureKind.TARGET_MISSING,
            "namespace %s was not found in context %s".formatted(namespace, api.name()));
      }
    } catch (KubernetesClientException e) {
      // a user without access to namespaces still learns what is missing
    }
    return new KubeException(
        FailureKind.TARGET_MISSING,
        "%s was not found in namespace %s of context %s".formatted(target, namespace, api.name()));
  }

  /**
   * Returns all pods behind a target, newest first.
   *
   * @throws KubeException if a named pod does not exist, or the cluster does not say
   */
  public List<PodView> pods(ResolvedTarget target) throws KubeException {
    try {
      KubernetesClient client = api.client();
      if (target.podName() != null) {
        Pod pod = client.pods().inNamespace(target.namespace()).withName(target.podName()).get();
        if (pod == null) {
          throw missing(target.text(), target.namespace());
        }
        return List.of(PodViews.of(pod));
      }
      PodList list =
          client.pods().inNamespace(target.namespace()).withLabelSelector(target.selector()).list();
      return list.getItems().stream()
          .filter(target::isOwned)
          .map(PodViews::of)
          .sorted(Comparator.comparing(PodView::created).reversed())
          .toList();
    } catch (KubernetesClientException e) {
      String verb = target.podName() == null ? "list" : "get";
      throw named(api.failure(e), verb + " pods", target.namespace());
    }
  }

  /** A 403 need not say what is forbidden; we know what we asked for. */
  private static KubeException named(KubeException thrown, String permission, String namespace) {
    Failure failure = thrown.failure();
    if (failure.kind() != FailureKind.FORBIDDEN || failure.message().contains(" cannot ")) {
      return thrown;
    }
    return new KubeException(
        FailureKind.FORBIDDEN,
        "%s; missing permission: %s in namespace %s"
            .formatted(failure.message(), permission, namespace),
        thrown);
  }

  /** Watches the pods behind a target until it is closed; where watching is forbidden, it polls. */
  public PodWatch watch(ResolvedTarget target, PodListener listener) {
    return new PodWatch(api.name(), feeds, target, listener, api::now);
  }
}
