package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of one service: an element of {@code services} in the answer to {@link
 * Methods#HISTORY_QUERY}. Immutable.
 *
 * @param context its kube context, or null where it never had one
 * @param since when the journal first names it
 * @param availability24h the share of the last 24 hours that it was up; null: it was wanted for
 *     less than an hour of them
 * @param outages the oldest first
 * @param leftOut how many older outages are left out
 * @param days those on which it was wanted, the oldest first
 */
public record ServiceHistory(
    String name,
    @Nullable String context,
    Instant since,
    @Nullable Double availability24h,
    List<Outage> outages,
    int leftOut,
    List<DayHistory> days,
    RecoveryStatus recovery) {
  /** Copies the lists, so that a history never changes. */
  public ServiceHistory {
    outages = List.copyOf(outages);
    days = List.copyOf(days);
  }

  /** Returns the history as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("name", name)
        .put("context", context)
        .put("since", since)
        .put("availability_24h", availability24h)
        .put("outages", outages.stream().map(Outage::toJson).toList())
        .put("outages_left_out", leftOut)
        .put("days", days.stream().map(DayHistory::toJson).toList())
        .put("recovery", recovery.toJson())
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static ServiceHistory from(JsonObject json) {
    return new ServiceHistory(
        json.text("name"),
        json.findText("context"),
        Objects.requireNonNullElse(json.findTime("since"), Instant.EPOCH),
        json.findDecimal("availability_24h"),
        json.objects("outages").stream().map(Outage::from).toList(),
        (int) json.number("outages_left_out", 0),
        json.objects("days").stream().map(DayHistory::from).toList(),
        RecoveryStatus.from(json.object("recovery")));
  }
}
