package dev.localport.api;

import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What you want to know of clusters: the parameters of all {@code cluster} methods.
 *
 * @param context only this kube context; null: all that are watched
 * @param namespace only what is in this namespace; null: in any
 * @param type only events of this type, {@code Warning} or {@code Normal}, and pods with such
 *     events; null: both
 * @param since only events that were seen since, and pods in which something changed; null: all
 *     that are known
 * @param limit at most this many events, of each cluster for its status, or this many pods; 0: all,
 *     and five for a status
 * @param refresh whether the clusters are asked first
 * @param next where the page begins: what the page before had as {@code next}; 0: the first
 * @param maxAgeSeconds how old events may be: the clusters are asked for older ones; null: 15 s
 * @param touching only events that touch active services; a status and pods have no others
 */
@BuiltByName
public record ClusterRequest(
    @Nullable String context,
    @Nullable String namespace,
    @Nullable String type,
    @Nullable Instant since,
    int limit,
    boolean refresh,
    int next,
    @Nullable Integer maxAgeSeconds,
    boolean touching) {
  private static final List<String> TYPES = List.of(ClusterEvent.WARNING, "Normal");

  /** All that is known of all clusters. */
  public static final ClusterRequest ALL =
      new ClusterRequest(null, null, null, null, 0, false, 0, null, false);

  /** Returns the same request for a later page; what was asked for that is not asked again. */
  public ClusterRequest page(int from) {
    return ClusterRequestBuilder.builder(this).refresh(false).next(from).build();
  }

  /** Returns the same request with the clusters asked first. */
  public ClusterRequest refreshed() {
    return ClusterRequestBuilder.builder(this).refresh(true).build();
  }

  /** Returns the same request for events that are at most so old. */
  public ClusterRequest within(int seconds) {
    return ClusterRequestBuilder.builder(this).maxAgeSeconds(Integer.valueOf(seconds)).build();
  }

  /** Returns the same request for at most this many; 0: all. */
  public ClusterRequest limited(int most) {
    return ClusterRequestBuilder.builder(this).limit(most).build();
  }

  /** Returns the same request for events that touch active services only. */
  public ClusterRequest onlyTouching() {
    return ClusterRequestBuilder.builder(this).touching(true).build();
  }

  /** Returns the request as it travels: what is not wanted is left out. */
  public JsonObject toJson() {
    JsonObject.Builder json = JsonObject.builder();
    put(json, "context", context);
    put(json, "namespace", namespace);
    put(json, "type", type);
    put(json, "since", since);
    put(json, "limit", limit == 0 ? null : limit);
    put(json, "refresh", refresh ? true : null);
    put(json, "next", next == 0 ? null : next);
    put(json, "max_age_seconds", maxAgeSeconds);
    put(json, "touching", touching ? true : null);
    return json.build();
  }

  private static void put(JsonObject.Builder json, String key, @Nullable Object value) {
    if (value != null) {
      json.put(key, value);
    }
  }

  private static @Nullable String type(@Nullable String word) {
    if (word == null) {
      return null;
    }
    return findType(word)
        .orElseThrow(() ->
            new RpcException(
                RpcException.INVALID_PARAMS,
                "type: invalid value \"%s\"; use Warning or Normal".formatted(word)));
  }

  /** Returns a type of events as Kubernetes writes it, if it is one. */
  public static Optional<String> findType(String word) {
    return TYPES.stream().filter(word::equalsIgnoreCase).findFirst();
  }

  /**
   * Reads what {@link #toJson} wrote; a number below zero counts as zero.
   *
   * @throws RpcException if it names a type of events that there is not
   */
  public static ClusterRequest from(JsonObject json) {
    return new ClusterRequest(
        json.findText("context"),
        json.findText("namespace"),
        type(json.findText("type")),
        json.findTime("since"),
        Math.clamp(json.number("limit", 0), 0, Integer.MAX_VALUE),
        json.flag("refresh", false),
        Math.clamp(json.number("next", 0), 0, Integer.MAX_VALUE),
        json.findNumber("max_age_seconds").isPresent()
            ? Math.clamp(json.number("max_age_seconds"), 0, Integer.MAX_VALUE)
            : null,
        json.flag("touching", false));
  }
}
