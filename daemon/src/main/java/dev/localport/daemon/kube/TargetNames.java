package dev.localport.daemon.kube;

import dev.localport.api.FailureKind;
import dev.localport.api.FoundTargets;
import dev.localport.api.NamedPort;
import dev.localport.config.TargetKind;
import dev.localport.daemon.kube.client.ApiClient;
import dev.localport.daemon.kube.client.KubeException;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.TableListable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to forward to, by name: for a shell that completes a line. Thread-safe; the calls
 * block. What is asked of the cluster is as little as can be: see {@link NameList}.
 */
public final class TargetNames {
  private final ApiClient api;

  TargetNames(ApiClient api) {
    this.api = api;
  }

  @FunctionalInterface
  private interface NameQuery<T> {
    T ask(KubernetesClient client) throws KubeException;
  }

  private <T> T answer(NameQuery<T> question) throws KubeException {
    try {
      return question.ask(api.client());
    } catch (KubernetesClientException e) {
      throw api.failure(e);
    }
  }

  /**
   * Returns the namespaces whose names begin so, at most 500.
   *
   * @throws KubeException if the cluster does not say
   */
  public List<String> namespaces(String prefix) throws KubeException {
    return answer(client -> NameList.read(client.namespaces(), prefix));
  }

  /**
   * Returns the objects of a kind whose names begin so, at most 500.
   *
   * @param namespace null: the context's own
   * @throws KubeException if the cluster does not say
   * @throws IllegalArgumentException for {@link TargetKind#SELECTOR}, which names no object
   */
  public List<String> of(TargetKind kind, @Nullable String namespace, String prefix)
      throws KubeException {
    return answer(client -> NameList.read(objects(client, kind, in(namespace)), prefix));
  }

  private String in(@Nullable String namespace) {
    return namespace == null || namespace.isEmpty() ? api.namespace() : namespace;
  }

  private static TableListable objects(KubernetesClient client, TargetKind kind, String namespace) {
    return switch (kind) {
      case SERVICE -> client.services().inNamespace(namespace);
      case POD -> client.pods().inNamespace(namespace);
      case DEPLOYMENT -> client.apps().deployments().inNamespace(namespace);
      case STATEFUL_SET -> client.apps().statefulSets().inNamespace(namespace);
      case DAEMON_SET -> client.apps().daemonSets().inNamespace(namespace);
      case REPLICA_SET -> client.apps().replicaSets().inNamespace(namespace);
      case JOB -> client.batch().v1().jobs().inNamespace(namespace);
      case SELECTOR -> throw nameless();
    };
  }

  private static IllegalArgumentException nameless() {
    return new IllegalArgumentException("a selector names no object");
  }

  /**
   * Returns the TCP ports of one object: those of a Service itself, elsewhere those that the
   * containers of its pods declare.
   *
   * @param namespace null: the context's own
   * @throws KubeException if there is no such object, or the cluster does not say
   * @throws IllegalArgumentException for {@link TargetKind#SELECTOR}, which names no object
   */
  public List<NamedPort> ports(TargetKind kind, @Nullable String namespace, String name)
      throws KubeException {
    return answer(client -> ports(client, kind, in(namespace), name));
  }

  private List<NamedPort> ports(
      KubernetesClient client, TargetKind kind, String namespace, String name)
      throws KubeException {
    return switch (kind) {
      case SERVICE -> {
        Service found = client.services().inNamespace(namespace).withName(name).get();
        yield ServicePorts.named(found(found, kind, namespace, name));
      }
      case POD -> {
        Pod found = client.pods().inNamespace(namespace).withName(name).get();
        yield PodViews.named(found(found, kind, namespace, name).getSpec());
      }
      case DEPLOYMENT, STATEFUL_SET, DAEMON_SET, REPLICA_SET, JOB -> {
        Workloads.Workload found = Workloads.find(client, kind, namespace, name);
        yield PodViews.named(found(found, kind, namespace, name).pods());
      }
      case SELECTOR -> throw nameless();
    };
  }

  /**
   * Returns how many pods a StatefulSet is to have.
   *
   * @param namespace null: the context's own
   * @throws KubeException if there is no such object, or the cluster does not say
   */
  public int replicas(@Nullable String namespace, String name) throws KubeException {
    String in = in(namespace);
    return answer(client -> {
      StatefulSet found = client.apps().statefulSets().inNamespace(in).withName(name).get();
      Integer replicas = found(found, TargetKind.STATEFUL_SET, in, name).getSpec().getReplicas();
      return replicas == null ? 1 : replicas;
    });
  }

  /**
   * Returns the Services and StatefulSets with a TCP port.
   *
   * @param namespaces empty: the context's own
   * @param selector of labels; null: all
   * @throws KubeException if the cluster does not say
   */
  public FoundTargets search(List<String> namespaces, @Nullable String selector)
      throws KubeException {
    return new TargetSearch(api, selector)
        .in(
            namespaces.isEmpty()
                ? List.of(api.namespace())
                : namespaces.stream().distinct().sorted().toList());
  }

  private <T> T found(@Nullable T object, TargetKind kind, String namespace, String name)
      throws KubeException {
    if (object == null) {
      throw new KubeException(
          FailureKind.TARGET_MISSING,
          "%s/%s was not found in namespace %s of context %s"
              .formatted(kind.word(), name, namespace, api.name()));
    }
    return object;
  }
}
