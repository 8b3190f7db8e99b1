package dev.localport.daemon.control;

import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterRequest;
import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.NodeInfo;
import dev.localport.api.PodInfo;
import dev.localport.api.SeenEvent;
import dev.localport.api.ServiceStatus;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code cluster.status}, {@code events}, {@code pods} and {@code refresh}: from what is known, at
 * once, unless the caller wants the clusters to be asked first. Thread-safe.
 */
public final class ClusterMethods {
  /** A cluster with more nodes comes in pieces: each has so many of them. */
  private static final int NODES_IN_A_PIECE = 1_000;

  private static final String EVENTS = "events";

  private static final Comparator<SeenEvent> WARNINGS_THEN_NEWEST =
      Comparator.comparing((SeenEvent seen) -> !seen.event().isWarning())
          .thenComparing(seen -> seen.event().lastSeen(), Comparator.reverseOrder());

  private final ClusterAnswers clusters;
  private final Supplier<List<ServiceStatus>> services;
  private final WatchedContexts contexts;

  /**
   * Answers from what the monitors know.
   *
   * @param services every service that is loaded, as it is now
   */
  public ClusterMethods(ClusterAnswers clusters, Supplier<List<ServiceStatus>> services) {
    this.clusters = clusters;
    this.services = services;
    this.contexts = new WatchedContexts(clusters, services);
  }

  /** Returns every cluster that is watched, in its short form. */
  List<ClusterStatus> brief() {
    return clusters.watched().get().stream().map(ClusterStatus::brief).toList();
  }

  JsonObject status(JsonObject params, RpcConnection from) throws InterruptedException {
    return status(ClusterRequest.from(params));
  }

  JsonObject refresh(JsonObject params, RpcConnection from) throws InterruptedException {
    ClusterRequest request = ClusterRequest.from(params);
    if (request.next() == 0) {
      contexts.refresh(contexts.meant(request.context()));
    }
    return status(request.page(request.next()));
  }

  private JsonObject status(ClusterRequest request) throws InterruptedException {
    List<JsonObject> pieces = new ArrayList<>();
    for (ClusterStatus cluster : meant(request)) {
      pieces(cluster).forEach(piece -> pieces.add(piece.toJson()));
    }
    return ReplyPages.page("clusters", pieces, request.next()).build();
  }

  private static List<ClusterStatus> pieces(ClusterStatus cluster) {
    List<NodeInfo> nodes = cluster.nodeList();
    List<ClusterStatus> pieces = new ArrayList<>();
    for (int from = 0; from == 0 || from < nodes.size(); from += NODES_IN_A_PIECE) {
      int end = Math.min(nodes.size(), from + NODES_IN_A_PIECE);
      pieces.add(cluster.with(nodes.subList(from, end)));
    }
    return pieces;
  }

  /** Returns the clusters that are meant, asked first where the caller wants that. */
  private List<ClusterStatus> meant(ClusterRequest request) throws InterruptedException {
    List<ClusterStatus> meant = contexts.meant(request.context());
    if (!request.refresh() || request.next() > 0) {
      return meant;
    }
    contexts.refresh(meant);
    return contexts.meant(request.context());
  }

  JsonObject events(JsonObject params, RpcConnection from) throws InterruptedException {
    ClusterRequest request = ClusterRequest.from(params);
    List<ClusterStatus> meant = toldOfEvents(meant(request), request);
    List<JsonObject> seen =
        contexts(meant)
            .flatMap(context -> events(context, request))
            .sorted(WARNINGS_THEN_NEWEST)
            .limit(request.limit() == 0 ? Long.MAX_VALUE : request.limit())
            .map(SeenEvent::toJson)
            .toList();
    return answer("events", seen, request, meant);
  }

  /* Monitors ask for events on trouble; a user who asks is such a case, too, the first time. */
  private List<ClusterStatus> toldOfEvents(List<ClusterStatus> meant, ClusterRequest request)
      throws InterruptedException {
    List<ClusterStatus> untold =
        meant.stream().filter(c -> isReachable(c.state()) && !isTold(c)).toList();
    if (untold.isEmpty() || request.refresh() || request.next() > 0) {
      return meant;
    }
    contexts.refresh(untold);
    return contexts.meant(request.context());
  }

  private static boolean isTold(ClusterStatus cluster) {
    return cluster.cached().stream()
        .anyMatch(kept -> kept.resource().equals(EVENTS) && kept.lastUpdated() != null);
  }

  private static boolean isReachable(ClusterState state) {
    return switch (state) {
      case CHECKING, CONNECTED, DEGRADED -> true;
      case RECONNECTING, OFFLINE, ERROR, DISABLED -> false;
    };
  }

  private Stream<SeenEvent> events(String context, ClusterRequest request) {
    Instant since = request.since() == null ? Instant.EPOCH : request.since();
    return clusters.known().events(context, since).stream()
        .filter(event -> isWanted(event, request))
        .map(event -> new SeenEvent(context, event));
  }

  /* Two kubeconfigs may give two clusters one name. */
  private static Stream<String> contexts(List<ClusterStatus> meant) {
    return meant.stream().map(ClusterStatus::context).distinct();
  }

  private static boolean isWanted(ClusterEvent event, ClusterRequest request) {
    String type = request.type();
    return (type == null || type.equalsIgnoreCase(event.type()))
        && (request.namespace() == null || request.namespace().equals(event.namespace()));
  }

  JsonObject pods(JsonObject params, RpcConnection from) throws InterruptedException {
    ClusterRequest request = ClusterRequest.from(params);
    List<ClusterStatus> meant = meant(request);
    List<JsonObject> pods =
        contexts(meant)
            .flatMap(context -> pods(context, request.namespace()))
            .map(PodInfo::toJson)
            .toList();
    return answer("pods", pods, request, meant);
  }

  private Stream<PodInfo> pods(String context, @Nullable String namespace) {
    return services.get().stream()
        .filter(service -> context.equals(service.context()))
        .filter(service -> !service.state().equals("stopped"))
        .flatMap(service -> Stream.ofNullable(service.namespace()))
        .filter(used -> namespace == null || namespace.equals(used))
        .distinct()
        .sorted()
        .flatMap(used -> clusters.known().podStatus(context, used, "").stream())
        .sorted(Comparator.comparing(PodInfo::namespace).thenComparing(PodInfo::name));
  }

  /* The clusters say beside it how old it is, and what they do not tell. */
  private static JsonObject answer(
      String key, List<JsonObject> elements, ClusterRequest request, List<ClusterStatus> meant) {
    JsonObject.Builder page = ReplyPages.page(key, elements, request.next());
    return page.put("clusters", meant.stream().map(c -> c.brief().toJson()).toList()).build();
  }
}
