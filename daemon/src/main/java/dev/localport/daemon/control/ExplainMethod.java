package dev.localport.daemon.control;

import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.PodInfo;
import dev.localport.api.ServiceStatus;
import dev.localport.daemon.explain.Explainer;
import dev.localport.daemon.explain.Facts;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcMethod;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code service.explain}: gathers what is known of a service, its pods and its cluster, and has it
 * explained. The cluster of a service that does not work is asked first, for a few seconds at most.
 * Thread-safe.
 */
public final class ExplainMethod implements RpcMethod {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration RECENT = Duration.ofHours(1);

  private final ClusterAnswers clusters;
  private final Supplier<List<ServiceStatus>> services;
  private final Function<String, @Nullable String> credentials;
  private final Function<String, @Nullable String> writtenIn;
  private final InstantSource clock;

  /**
   * Explains from what the monitors know.
   *
   * @param services every service that is loaded, as it is now
   * @param credentials says whose environment the credential plug-in of a service runs with; null
   *     where it has none
   * @param writtenIn returns the file in which a service is written; null where it has none
   */
  public ExplainMethod(
      ClusterAnswers clusters,
      Supplier<List<ServiceStatus>> services,
      Function<String, @Nullable String> credentials,
      Function<String, @Nullable String> writtenIn,
      InstantSource clock) {
    this.credentials = credentials;
    this.writtenIn = writtenIn;
    this.clusters = clusters;
    this.services = services;
    this.clock = clock;
  }

  @Override
  public JsonObject call(JsonObject params, RpcConnection from) throws InterruptedException {
    String name = params.text("name");
    ServiceStatus before = service(name);
    String context = before.context();
    if (context != null && isWorthAsking(before, cluster(context))) {
      clusters.asking().refresh(context, PATIENCE);
    }
    return Explainer.explain(facts(service(name))).toJson();
  }

  private ServiceStatus service(String name) {
    List<ServiceStatus> all = services.get();
    return all.stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> UnknownService.named(name, all.stream().map(ServiceStatus::name).toList()));
  }

  private static boolean isWorthAsking(ServiceStatus service, @Nullable ClusterStatus cluster) {
    if (service.isUp() || service.state().equals("stopped") || cluster == null) {
      return false;
    }
    return cluster.state() == ClusterState.CONNECTED || cluster.state() == ClusterState.DEGRADED;
  }

  private @Nullable ClusterStatus cluster(String context) {
    ClusterStatus known = clusters.known().clusterInfo(context).orElse(null);
    return known == null
        ? null
        : clusters.watched().get().stream() // with what else the daemon knows
            .filter(one -> one.context().equals(context) && one.server().equals(known.server()))
            .findFirst()
            .orElse(known);
  }

  private Facts facts(ServiceStatus service) {
    Instant now = clock.instant();
    String context = service.context();
    String place = writtenIn.apply(service.name());
    if (context == null) {
      return new Facts(service, null, List.of(), List.of(), List.of(), now, null, place);
    }
    List<PodInfo> pods = service.namespace() == null ? List.of() : pods(service, context);
    List<ClusterEvent> events =
        clusters.known().events(context, now.minus(RECENT)).stream()
            .filter(event -> touches(event, service, pods))
            .toList();
    return new Facts(
        service,
        cluster(context),
        pods,
        events,
        scaledToZero(service, context, pods),
        now,
        credentials.apply(service.name()),
        place);
  }

  /** Where no pod is to come, the workload says so. */
  private List<String> scaledToZero(ServiceStatus service, String context, List<PodInfo> pods) {
    boolean isWithoutPods =
        "no_ready_pod".equals(service.reason()) && pods.stream().allMatch(PodInfo::deleting);
    String namespace = service.namespace();
    return isWithoutPods && namespace != null
        ? clusters.known().scaledToZero(context, namespace, service.target(), PATIENCE)
        : List.of();
  }

  private List<PodInfo> pods(ServiceStatus service, String context) {
    String namespace = String.valueOf(service.namespace());
    return clusters.known().podStatus(context, namespace, "").stream()
        .filter(pod -> pod.services().contains(service.name()))
        .toList();
  }

  private static boolean touches(ClusterEvent event, ServiceStatus service, List<PodInfo> pods) {
    return event.services().contains(service.name())
        || pods.stream().anyMatch(pod -> isAbout(event, pod));
  }

  private static boolean isAbout(ClusterEvent event, PodInfo pod) {
    boolean itself =
        event.object().equals("pod/" + pod.name()) && pod.namespace().equals(event.namespace());
    return itself || event.object().equals("node/" + pod.node());
  }
}
