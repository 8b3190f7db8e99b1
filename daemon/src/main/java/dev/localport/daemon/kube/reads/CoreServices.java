package dev.localport.daemon.kube.reads;

import com.fasterxml.jackson.core.JsonParser;
import dev.localport.api.FailureKind;
import dev.localport.config.ClusterQuery;
import dev.localport.daemon.kube.client.KubeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks whether the cluster's DNS has a ready pod. Its Service carries {@code k8s-app=kube-dns}
 * everywhere, whatever its name; a cluster without one has its DNS elsewhere.
 */
final class CoreServices {
  private static final String CORE = "/api/v1/namespaces/kube-system/";
  private static final String SLICES =
      "/apis/discovery.k8s.io/v1/namespaces/kube-system/endpointslices";
  private static final int MOST = 10;

  private final RawCalls calls;
  private final Lists lists;

  CoreServices(RawCalls calls, Lists lists) {
    this.calls = calls;
    this.lists = lists;
  }

  private static ClusterQuery labelled(String selector) {
    return new ClusterQuery(true, null, null, selector, 0, null);
  }

  List<String> unready(CallDeadline deadline) throws KubeException {
    List<String> phrases = new ArrayList<>();
    for (String name :
        lists.read(CORE + "services", labelled("k8s-app=kube-dns"), MOST, Names::new, deadline)
            .names) {
      if (!isReady(name, deadline)) {
        phrases.add(name + " has no ready pod");
      }
    }
    return phrases;
  }

  private boolean isReady(String service, CallDeadline deadline) throws KubeException {
    try {
      return lists.read(
              SLICES, labelled("kubernetes.io/service-name=" + service), 0, Ready::new, deadline)
          .found;
    } catch (KubeException e) {
      if (e.failure().kind() != FailureKind.TARGET_MISSING) {
        throw e;
      }
      return hasAddress(service, deadline); // kube-apiserver before 1.21
    }
  }

  private boolean hasAddress(String service, CallDeadline deadline) throws KubeException {
    try {
      return calls.read(
          CORE + "endpoints/" + Lists.encoded(service),
          deadline,
          json -> {
            Ready ready = new Ready();
            ready.read(json);
            return ready.found;
          });
    } catch (KubeException e) {
      if (e.failure().kind() != FailureKind.TARGET_MISSING) {
        throw e;
      }
      return false; // it has never had an address
    }
  }

  private static final class Names implements RawCalls.Reader {
    private final List<String> names = new ArrayList<>();

    @Override
    public void read(JsonParser json) throws IOException {
      names.add(JsonWalk.textAt(json, "metadata", "name"));
    }
  }

  /** Finds an endpoint that is ready, in an EndpointSlice or in Endpoints. */
  private static final class Ready implements RawCalls.Reader {
    private boolean found;

    @Override
    public void read(JsonParser json) throws IOException {
      JsonWalk.object(json, this::field);
    }

    private void field(String field, JsonParser json) throws IOException {
      switch (field) {
        case "endpoints" -> JsonWalk.array(json, this::endpoint);
        case "subsets" -> JsonWalk.array(json, subset -> JsonWalk.object(subset, this::subset));
        default -> {
          // ports, metadata
        }
      }
    }

    /** What says nothing counts as ready: the API's rule. */
    private void endpoint(JsonParser json) throws IOException {
      found |= !"false".equals(JsonWalk.at(json, "conditions", "ready"));
    }

    private void subset(String field, JsonParser json) throws IOException {
      if (field.equals("addresses")) {
        JsonWalk.array(json, _ -> found = true);
      }
    }
  }
}
