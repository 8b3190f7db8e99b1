package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cluster with what happens to its services: an element of {@code clusters} of {@code
 * cluster.status}.
 *
 * @param events the newest that touch active services, the newest first; not all of them
 * @param eventsTotal how many there are; null where events were never reported
 * @param pods those behind active services, the ones that are not ready first; 200 at most
 * @param counts of all of them
 */
public record ClusterReport(
    ClusterStatus status,
    List<ClusterEvent> events,
    @Nullable Integer eventsTotal,
    List<ServicePod> pods,
    Counts counts) {
  private static final int MOST_PODS = 200;

  /**
   * How many pods there are behind services.
   *
   * @param restarts of their containers, together
   */
  public record Counts(int ready, int total, int restarts) {
    /** There are none. */
    public static final Counts NONE = new Counts(0, 0, 0);

    private static Counts of(List<ServicePod> pods) {
      return new Counts(
          (int) pods.stream().filter(ServicePod::ready).count(),
          pods.size(),
          pods.stream().mapToInt(ServicePod::restarts).sum());
    }

    private JsonObject toJson() {
      return JsonObject.builder()
          .put("ready", ready)
          .put("total", total)
          .put("restarts", restarts)
          .build();
    }

    private static Counts from(@Nullable JsonObject json) {
      return json == null
          ? NONE
          : new Counts(
              (int) json.number("ready", 0),
              (int) json.number("total", 0),
              (int) json.number("restarts", 0));
    }
  }

  /** Copies the lists, so that a report never changes. */
  public ClusterReport {
    events = List.copyOf(events);
    pods = List.copyOf(pods);
  }

  /** Returns a cluster of which nothing else is known. */
  public static ClusterReport of(ClusterStatus status) {
    return new ClusterReport(status, List.of(), null, List.of(), Counts.NONE);
  }

  /**
   * Returns a cluster with some of its events and its services' pods.
   *
   * @param eventsTotal how many events there are; null: that is not known
   * @param all of the pods
   */
  public static ClusterReport of(
      ClusterStatus status,
      List<ClusterEvent> events,
      @Nullable Integer eventsTotal,
      List<ServicePod> all) {
    List<ServicePod> some = all.subList(0, Math.min(MOST_PODS, all.size()));
    return new ClusterReport(status, events, eventsTotal, some, Counts.of(all));
  }

  /** Returns the same report with another status. */
  public ClusterReport with(ClusterStatus other) {
    return new ClusterReport(other, events, eventsTotal, pods, counts);
  }

  /** Returns the report as it travels: the cluster's own object with more keys. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .putAll(status.toJson())
        .put("recent_events", events.stream().map(ClusterEvent::toJson).toList())
        .put("recent_events_total", eventsTotal)
        .put("service_pods", pods.stream().map(ServicePod::toJson).toList())
        .put("service_pod_counts", counts.toJson())
        .build();
  }

  /** Reads what {@link #toJson} wrote; an older daemon has the status alone. */
  public static ClusterReport from(JsonObject json) {
    return new ClusterReport(
        ClusterStatus.from(json),
        json.objects("recent_events").stream().map(ClusterEvent::from).toList(),
        json.findNumber("recent_events_total").isPresent()
            ? (int) json.number("recent_events_total")
            : null,
        json.objects("service_pods").stream().map(ServicePod::from).toList(),
        Counts.from(json.findObject("service_pod_counts")));
  }
}
