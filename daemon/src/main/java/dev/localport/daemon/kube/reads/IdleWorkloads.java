package dev.localport.daemon.kube.reads;

import com.fasterxml.jackson.core.JsonParser;
import dev.localport.config.ClusterQuery;
import dev.localport.daemon.kube.client.KubeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the workloads behind a target that are scaled to zero. */
record IdleWorkloads(RawCalls calls, Lists lists) {
  private static final ClusterQuery ALL = new ClusterQuery(true, null, null, null, 0, null);
  private static final String SERVICE = "service";
  private static final List<String> SCALED = List.of("deployment", "statefulset", "replicaset");

  /**
   * Returns their names, {@code deployment/web}.
   *
   * @param target {@code service/web}, or a workload itself
   */
  List<String> of(String namespace, String target, CallDeadline deadline) throws KubeException {
    int slash = target.indexOf('/');
    String kind = slash < 0 ? "" : target.substring(0, slash);
    String name = target.substring(slash + 1);
    if (SCALED.contains(kind)) {
      WorkloadReader reader = new WorkloadReader(kind, Map.of());
      String path = apps(namespace, kind) + "/" + Lists.encoded(name);
      return calls.read(path, deadline, json -> found(reader, json));
    }
    return kind.equals(SERVICE) ? behind(namespace, name, deadline) : List.of();
  }

  private static List<String> found(WorkloadReader reader, JsonParser json) throws IOException {
    reader.read(json);
    return reader.found();
  }

  private List<String> behind(String namespace, String service, CallDeadline deadline)
      throws KubeException {
    String path =
        "/api/v1/namespaces/%s/services/%s"
            .formatted(Lists.encoded(namespace), Lists.encoded(service));
    Map<String, String> selector = calls.read(path, deadline, IdleWorkloads::selector);
    List<String> found = new ArrayList<>();
    if (!selector.isEmpty()) {
      for (String kind : List.of("deployment", "statefulset")) { // its sets show a deployment twice
        WorkloadReader idle =
            lists.read(
                apps(namespace, kind), ALL, 0, () -> new WorkloadReader(kind, selector), deadline);
        found.addAll(idle.found());
      }
    }
    return found;
  }

  private static Map<String, String> selector(JsonParser json) throws IOException {
    Map<String, String> selector = new HashMap<>();
    JsonWalk.object(
        json,
        (field, spec) -> {
          if (field.equals("spec")) {
            JsonWalk.object(
                spec,
                (name, in) -> {
                  if (name.equals("selector")) {
                    JsonWalk.object(in, (key, text) -> selector.put(key, JsonWalk.text(text, "")));
                  }
                });
          }
        });
    return selector;
  }

  private static String apps(String namespace, String kind) {
    return "/apis/apps/v1/namespaces/%s/%ss".formatted(Lists.encoded(namespace), kind);
  }
}
