package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Duration;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One day of a service: an element of {@code days} in docs/api.md. Immutable.
 *
 * @param date in the time zone that was asked for
 * @param wanted how long the service was wanted on that day
 * @param up how long of it the service was connected or idle
 * @param outages how many outages began on that day
 */
public record DayHistory(LocalDate date, Duration wanted, Duration up, int outages) {

  /** Returns the share of the wanted time that it was up, 0 to 1; null: it was not wanted. */
  public @Nullable Double availability() {
    return wanted.isZero() ? null : (double) up.toMillis() / wanted.toMillis();
  }

  /** Returns the day as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("date", date.toString())
        .put("wanted_ms", wanted.toMillis())
        .put("up_ms", up.toMillis())
        .put("availability", availability())
        .put("outages", outages)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static DayHistory from(JsonObject json) {
    return new DayHistory(
        LocalDate.parse(json.text("date")),
        Duration.ofMillis(json.number("wanted_ms")),
        Duration.ofMillis(json.number("up_ms")),
        (int) json.number("outages"));
  }
}
