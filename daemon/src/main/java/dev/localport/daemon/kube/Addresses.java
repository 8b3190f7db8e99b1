package dev.localport.daemon.kube;

import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a Service: those of its EndpointSlices, and where it has none, or the cluster
 * does not serve or allow them, those of its Endpoints.
 */
final class Addresses {
  private static final String SERVICE = "kubernetes.io/service-name";
  private static final long MOST_SLICES = 100;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private Addresses() {}

  /**
   * One address.
   *
   * @param pod whose it is; null: no pod's
   */
  record Address(@Nullable String pod, boolean ready) {}

  static List<Address> of(KubernetesClient client, String namespace, String service) {
    List<Address> sliced = sliced(client, namespace, service);
    if (!sliced.isEmpty()) {
      return sliced;
    }
    return of(client.endpoints().inNamespace(namespace).withName(service).get());
  }

  /** Returns the addresses of Endpoints; null: there are none. */
  static List<Address> of(@Nullable Endpoints endpoints) {
    return endpoints == null
        ? List.of()
        : endpoints.getSubsets().stream().flatMap(Addresses::in).toList();
  }

  private static List<Address> sliced(KubernetesClient client, String namespace, String service) {
    try {
      return client
          .discovery()
          .v1()
          .endpointSlices()
          .inNamespace(namespace)
          .withLabel(SERVICE, service)
          .list(new ListOptionsBuilder().withLimit(MOST_SLICES).build())
          .getItems()
          .stream()
          .flatMap(slice -> slice.getEndpoints().stream())
          .map(Addresses::of)
          .toList();
    } catch (KubernetesClientException e) {
      if (e.getCode() == FORBIDDEN || e.getCode() == NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
  }

  private static Address of(Endpoint endpoint) {
    boolean ready = // one that does not say so is
        endpoint.getConditions() == null
            || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
    return new Address(pod(endpoint.getTargetRef()), ready);
  }

  private static Stream<Address> in(EndpointSubset subset) {
    return Stream.concat(
        subset.getAddresses().stream().map(address -> of(address, true)),
        subset.getNotReadyAddresses().stream().map(address -> of(address, false)));
  }

  private static Address of(EndpointAddress address, boolean ready) {
    return new Address(pod(address.getTargetRef()), ready);
  }

  private static @Nullable String pod(@Nullable ObjectReference reference) {
    return reference != null && "Pod".equals(reference.getKind()) ? reference.getName() : null;
  }
}
