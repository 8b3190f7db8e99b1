package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pod behind a service, in short: an element of {@code service_pods} of {@code cluster.status}.
 *
 * @param trouble why it is not ready in one phrase; null where it is
 * @param lastChange when something changed in it last; null where that is not known
 * @param lastUpdated when this was known last
 * @param stale whether the cluster has been offline since
 */
public record ServicePod(
    String namespace,
    String name,
    String phase,
    boolean ready,
    @Nullable String trouble,
    int restarts,
    List<String> services,
    @Nullable Instant lastChange,
    @Nullable Instant lastUpdated,
    boolean stale) {
  /** Copies the list, so that a pod never changes. */
  public ServicePod {
    services = List.copyOf(services);
  }

  /** Returns a pod in short. */
  public static ServicePod of(PodInfo pod) {
    return new ServicePod(
        pod.namespace(),
        pod.name(),
        pod.phase(),
        pod.ready() && !pod.deleting(),
        pod.deleting() ? "being deleted" : pod.ready() ? null : pod.troubleOrPhase(),
        pod.restarts(),
        pod.services(),
        pod.lastChange(),
        pod.lastUpdated(),
        pod.stale());
  }

  /** Returns the pod as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("namespace", namespace)
        .put("name", name)
        .put("phase", phase)
        .put("ready", ready)
        .put("trouble", trouble)
        .put("restarts", restarts)
        .put("services", services)
        .put("last_change", lastChange)
        .put("last_updated", lastUpdated)
        .put("stale", stale)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static ServicePod from(JsonObject json) {
    return new ServicePod(
        json.text("namespace"),
        json.text("name"),
        json.text("phase", ""),
        json.flag("ready", false),
        json.findText("trouble"),
        (int) json.number("restarts", 0),
        json.texts("services"),
        json.findTime("last_change"),
        json.findTime("last_updated"),
        json.flag("stale", false));
  }
}
