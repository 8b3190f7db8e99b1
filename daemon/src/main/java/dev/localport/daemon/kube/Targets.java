package dev.localport.daemon.kube;

import dev.localport.api.FailureKind;
import dev.localport.config.PortMapping;
import dev.localport.config.TargetConfig;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the pods behind targets. Thread-safe; the calls block. */
public final class Targets {
  private final FabricContext context;

  Targets(FabricContext context) {
    this.context = context;
  }

  /**
   * Looks a target up.
   *
   * @throws KubeException if it does not exist, cannot be forwarded to, or the cluster does not say
   */
  public ResolvedTarget resolve(TargetConfig target, List<PortMapping> ports) throws KubeException {
    String namespace = target.namespace() == null ? context.namespace() : target.namespace();
    try {
      return resolve(context.client(), target, namespace, ports);
    } catch (KubernetesClientException e) {
      throw KubeFailures.of(context, e);
    }
  }

  private ResolvedTarget resolve(
      KubernetesClient client, TargetConfig target, String namespace, List<PortMapping> ports)
      throws KubeException {
    String name = target.name();
    return switch (target.kind()) {
      case POD ->
          new ResolvedTarget(target.toString(), namespace, name, null, ServicePorts.direct(ports));
      case SERVICE -> {
        Service service =
            found(client.services().inNamespace(namespace).withName(name).get(), target, namespace);
        yield new ResolvedTarget(
            target.toString(),
            namespace,
            null,
            ServicePorts.selector(service),
            ServicePorts.translate(service, ports));
      }
      case DEPLOYMENT ->
          bySelector(
              found(
                      client.apps().deployments().inNamespace(namespace).withName(name).get(),
                      target,
                      namespace)
                  .getSpec()
                  .getSelector(),
              target,
              namespace,
              ports);
      case STATEFUL_SET ->
          bySelector(
              found(
                      client.apps().statefulSets().inNamespace(namespace).withName(name).get(),
                      target,
                      namespace)
                  .getSpec()
                  .getSelector(),
              target,
              namespace,
              ports);
      case DAEMON_SET, REPLICA_SET, JOB, SELECTOR ->
          throw new IllegalArgumentException("the reader leaves " + target + " out");
    };
  }

  private static ResolvedTarget bySelector(
      LabelSelector selector, TargetConfig target, String namespace, List<PortMapping> ports) {
    return new ResolvedTarget(
        target.toString(), namespace, null, Selectors.text(selector), ServicePorts.direct(ports));
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
      if (context.client().namespaces().withName(namespace).get() == null) {
        return new KubeException(
            FailureKind.TARGET_MISSING,
            "there is no namespace %s in context %s".formatted(namespace, context.name()));
      }
    } catch (KubernetesClientException e) {
      // who may not look at namespaces still learns what is missing
    }
    return new KubeException(
        FailureKind.TARGET_MISSING,
        "there is no %s in namespace %s of context %s"
            .formatted(target, namespace, context.name()));
  }

  /**
   * Returns all pods behind a target, newest first.
   *
   * @throws KubeException if a named pod does not exist, or the cluster does not say
   */
  public List<PodView> pods(ResolvedTarget target) throws KubeException {
    try {
      KubernetesClient client = context.client();
      if (target.podName() != null) {
        Pod pod = client.pods().inNamespace(target.namespace()).withName(target.podName()).get();
        if (pod == null) {
          throw missing(target.text(), target.namespace());
        }
        return List.of(PodViews.of(pod));
      }
      return client
          .pods()
          .inNamespace(target.namespace())
          .withLabelSelector(target.selector())
          .list()
          .getItems()
          .stream()
          .map(PodViews::of)
          .sorted(Comparator.comparing(PodView::created).reversed())
          .toList();
    } catch (KubernetesClientException e) {
      throw KubeFailures.of(context, e);
    }
  }

  /** Watches the pods behind a target until it is closed; where watching is forbidden, it polls. */
  public PodWatch watch(ResolvedTarget target, PodListener listener) {
    return new PodWatch(context, this, target, listener);
  }
}
