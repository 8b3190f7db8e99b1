package dev.localport.api;

import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Whose history is wanted: the parameters of {@link Methods#HISTORY_QUERY}. Immutable.
 *
 * @param service of this service alone; null: of all
 * @param context of the services of this kube context alone; null: of any
 * @param since outages that lasted beyond then, and the days from then on; null: all that is kept
 * @param zone where days begin
 * @param limit the number of newest outages of each service, 1 to {@link #MOST}
 */
public record HistoryQuery(
    @Nullable String service,
    @Nullable String context,
    @Nullable Instant since,
    ZoneId zone,
    int limit) {
  /** The most outages of a service in an answer. */
  public static final int MOST = 500;

  /** Returns the query as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("service", service)
        .put("context", context)
        .put("since", since)
        .put("zone", zone.getId())
        .put("limit", limit)
        .build();
  }

  /**
   * Reads what {@link #toJson} wrote; what is missing asks for all, with days in UTC.
   *
   * @throws RpcException if it names a time zone that there is not
   */
  public static HistoryQuery from(JsonObject json) {
    return new HistoryQuery(
        json.findText("service"),
        json.findText("context"),
        json.findTime("since"),
        zone(json.findText("zone")),
        Math.clamp(json.number("limit", MOST), 1, MOST));
  }

  private static ZoneId zone(@Nullable String name) {
    try {
      return name == null ? ZoneOffset.UTC : ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new RpcException(
          RpcException.INVALID_PARAMS,
          "zone: unknown time zone \"%s\"; use a name such as Europe/Berlin or UTC"
              .formatted(name));
    }
  }
}
