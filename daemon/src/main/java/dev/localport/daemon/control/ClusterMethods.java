package dev.localport.daemon.control;

import dev.localport.api.ClusterReport;
import dev.localport.api.ClusterRequest;
import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.NodeInfo;
import dev.localport.api.PodInfo;
import dev.localport.api.SeenEvent;
import dev.localport.api.ServiceStatus;
import dev.localport.config.form.TextRule;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code cluster.status}, {@code events}, {@code pods} and {@code refresh}: from what is known, at
 * once, unless the caller wants the clusters to be asked first. Thread-safe.
 */
public final class ClusterMethods {
  /** A cluster with more nodes comes in pieces: each has this many of them. */
  private static final int NODES_IN_A_PIECE = 1_000;

  private static final Duration EVENTS_AGE = Duration.ofSeconds(15);
  private static final int LEAST_EVENTS_AGE_SECONDS = 2;

  private final ClusterAnswers clusters;
  private final ClusterContents contents;
  private final WatchedContexts contexts;

  /**
   * Answers from what the monitors know.
   *
   * @param services every service that is loaded, as it is now
   */
  public ClusterMethods(ClusterAnswers clusters, Supplier<List<ServiceStatus>> services) {
    this.clusters = clusters;
    this.contents = new ClusterContents(clusters, services);
    this.contexts = new WatchedContexts(clusters, services);
  }

  /** Returns every cluster that is watched, in its short form. */
  List<ClusterStatus> brief() {
    return clusters.watched().get().stream().map(ClusterStatus::brief).toList();
  }

  private static ClusterRequest request(JsonObject params) {
    ClusterRequest request = ClusterRequest.from(params);
    String namespace = request.namespace();
    if (namespace != null && !TextRule.NAMESPACE.allows(namespace)) {
      throw new RpcException(
          RpcException.INVALID_PARAMS, "namespace: " + TextRule.NAMESPACE.refusal(namespace));
    }
    return request;
  }

  JsonObject status(JsonObject params, RpcConnection from) throws InterruptedException {
    return status(request(params));
  }

  JsonObject refresh(JsonObject params, RpcConnection from) throws InterruptedException {
    return status(request(params).refreshed());
  }

  private JsonObject status(ClusterRequest request) throws InterruptedException {
    Meant meant = meant(request);
    List<JsonObject> pieces = new ArrayList<>();
    for (ClusterStatus cluster : meant.clusters()) {
      pieces(contents.report(cluster, request)).forEach(piece -> pieces.add(piece.toJson()));
    }
    return ReplyPages.page("clusters", pieces, request.next()).putAll(meant.remarks()).build();
  }

  /** The first piece has all but the nodes that are too many. */
  private static List<ClusterReport> pieces(ClusterReport report) {
    ClusterStatus cluster = report.status();
    List<NodeInfo> nodes = cluster.nodeList();
    List<ClusterReport> pieces = new ArrayList<>();
    for (int from = 0; from == 0 || from < nodes.size(); from += NODES_IN_A_PIECE) {
      int end = Math.min(nodes.size(), from + NODES_IN_A_PIECE);
      ClusterStatus piece = cluster.with(nodes.subList(from, end));
      pieces.add(from == 0 ? report.with(piece) : ClusterReport.of(piece));
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
    ClusterRequest request = request(params);
    Meant meant = toldOfEvents(meant(request), request);
    ClusterContents.Events events = contents.events(contexts(meant.clusters()), request);
    List<JsonObject> wanted = events.wanted().stream().map(SeenEvent::toJson).toList();
    return answer("events", wanted, request, meant).put("others", events.others()).build();
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

  /* Two kubeconfigs may give two clusters one name. */
  private static Stream<String> contexts(List<ClusterStatus> meant) {
    return meant.stream().map(ClusterStatus::context).distinct();
  }

  JsonObject pods(JsonObject params, RpcConnection from) throws InterruptedException {
    ClusterRequest request = request(params);
    Meant meant = meant(request);
    List<JsonObject> pods =
        contents.pods(contexts(meant.clusters()), request).stream().map(PodInfo::toJson).toList();
    return answer("pods", pods, request, meant).build();
  }

  /* The clusters say beside it how old it is, and what they do not report. */
  private static JsonObject.Builder answer(
      String key, List<JsonObject> elements, ClusterRequest request, Meant meant) {
    return ReplyPages.page(key, elements, request.next())
        .put("clusters", meant.clusters().stream().map(c -> c.brief().toJson()).toList())
        .putAll(meant.remarks());
  }
}
