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
import java.time.Duration;
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

  private static final Duration EVENTS_AGE = Duration.ofSeconds(15);
  private static final int LEAST_EVENTS_AGE_SECONDS = 2;

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
    return status(ClusterRequest.from(params).refreshed());
  }

  private JsonObject status(ClusterRequest request) throws InterruptedException {
    Meant meant = meant(request);
    List<JsonObject> pieces = new ArrayList<>();
    for (ClusterStatus cluster : meant.clusters()) {
      pieces(cluster).forEach(piece -> pieces.add(piece.toJson()));
    }
    return ReplyPages.page("clusters", pieces, request.next()).putAll(meant.remarks()).build();
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

  /**
   * The clusters that are meant.
   *
   * @param notRefreshed the contexts that were asked first and did not answer; null: none was asked
   */
  private record Meant(List<ClusterStatus> clusters, @Nullable List<String> notRefreshed) {
    JsonObject remarks() {
      return notRefreshed == null
          ? JsonObject.empty()
          : JsonObject.builder().put("not_refreshed", notRefreshed).build();
    }
  }

  /** Returns the clusters that are meant, asked first where the caller wants that. */
  private Meant meant(ClusterRequest request) throws InterruptedException {
    List<ClusterStatus> meant = contexts.meant(request.context());
    if (!request.refresh() || request.next() > 0) {
      return new Meant(meant, null);
    }
    List<String> silent = contexts.refresh(meant);
    return new Meant(contexts.meant(request.context()), silent);
  }

  JsonObject events(JsonObject params, RpcConnection from) throws InterruptedException {
    ClusterRequest request = ClusterRequest.from(params);
    Meant meant = toldOfEvents(meant(request), request);
    List<JsonObject> seen =
        contexts(meant.clusters())
            .flatMap(context -> events(context, request))
            .sorted(WARNINGS_THEN_NEWEST)
            .limit(request.limit() == 0 ? Long.MAX_VALUE : request.limit())
            .map(SeenEvent::toJson)
            .toList();
    return answer("events", seen, request, meant);
  }

  /* What was collected minutes ago does not have the event that you are looking for. */
  private Meant toldOfEvents(Meant meant, ClusterRequest request) throws InterruptedException {
    List<ClusterStatus> reachable =
        meant.clusters().stream().filter(c -> isReachable(c.state())).toList();
    if (reachable.isEmpty() || request.refresh() || request.next() > 0) {
      return meant;
    }
    contexts.refreshEvents(reachable, maxAge(request));
    return new Meant(contexts.meant(request.context()), null);
  }

  private static Duration maxAge(ClusterRequest request) {
    return request.maxAgeSeconds() == null
        ? EVENTS_AGE
        : Duration.ofSeconds(Math.max(LEAST_EVENTS_AGE_SECONDS, request.maxAgeSeconds()));
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
    Meant meant = meant(request);
    List<JsonObject> pods =
        contexts(meant.clusters())
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
      String key, List<JsonObject> elements, ClusterRequest request, Meant meant) {
    return ReplyPages.page(key, elements, request.next())
        .put("clusters", meant.clusters().stream().map(c -> c.brief().toJson()).toList())
        .putAll(meant.remarks())
        .build();
  }
}
