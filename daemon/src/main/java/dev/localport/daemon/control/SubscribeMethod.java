package dev.localport.daemon.control;

import dev.localport.api.ClusterStatus;
import dev.localport.api.EventQuery;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcMethod;
import java.util.List;

/**
 * {@code event.subscribe}: the connection receives what happens to all services and clusters until
 * it ends, and the events that it asks for. The answer says how the clusters are, so a subscriber
 * need not wait for the next probe. Thread-safe.
 */
public record SubscribeMethod(Subscribers subscribers, EventFeeds feeds, ClusterAnswers clusters)
    implements RpcMethod {
  @Override
  public JsonObject call(JsonObject params, RpcConnection from) throws InterruptedException {
    EventQuery query = EventQuery.from(params);
    subscribers.add(from); // before the look: what changes meanwhile is reported
    long newest = feeds.add(from, query, params.has("after") ? query.after() : null);
    List<ClusterStatus> watched = clusters.watched().get();
    return JsonObject.builder()
        .put("sequence", newest)
        .put(
            "clusters",
            watched.stream().map(cluster -> subscribers.update(cluster).toJson()).toList())
        .build();
  }
}
