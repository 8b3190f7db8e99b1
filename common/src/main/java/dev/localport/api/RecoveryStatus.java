package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How a service recovered from its outages, as far back as the journal reaches: {@code recovery} in
 * docs/api.md. Immutable.
 *
 * @param attempts connection attempts in outages
 * @param successes outages that ended with the service up
 * @param p50 the median of how long these took, of the newest 256; null: there was none
 * @param p95 what 95 of 100 of them did not exceed; null: there was none
 * @param max the longest of them; null: there was none
 * @param breakerTrips how often the circuit breaker opened
 * @param longestOutage the longest outage, also one that is not over or that a stop ended; null:
 *     there was none
 * @param recovering whether an outage continues
 * @param lastErrorAt when {@code last_error} of the service happened, or null
 */
@BuiltByName
public record RecoveryStatus(
    int attempts,
    int successes,
    @Nullable Duration p50,
    @Nullable Duration p95,
    @Nullable Duration max,
    int breakerTrips,
    @Nullable Duration longestOutage,
    boolean recovering,
    @Nullable Instant lastErrorAt) {

  /** Returns the figures as they travel. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("attempts", attempts)
        .put("successes", successes)
        .put(
            "time_to_recover_ms",
            JsonObject.builder()
                .put("p50", millis(p50))
                .put("p95", millis(p95))
                .put("max", millis(max))
                .build())
        .put("breaker_trips", breakerTrips)
        .put("longest_outage_ms", millis(longestOutage))
        .put("recovering", recovering)
        .put("last_error_at", lastErrorAt)
        .build();
  }

  private static @Nullable Long millis(@Nullable Duration time) {
    return time == null ? null : time.toMillis();
  }

  /** Reads what {@link #toJson} wrote. */
  public static RecoveryStatus from(JsonObject json) {
    JsonObject times = json.object("time_to_recover_ms");
    return RecoveryStatusBuilder.builder()
        .attempts((int) json.number("attempts"))
        .successes((int) json.number("successes"))
        .p50(time(times, "p50"))
        .p95(time(times, "p95"))
        .max(time(times, "max"))
        .breakerTrips((int) json.number("breaker_trips"))
        .longestOutage(time(json, "longest_outage_ms"))
        .recovering(json.flag("recovering", false))
        .lastErrorAt(json.findTime("last_error_at"))
        .build();
  }

  private static @Nullable Duration time(JsonObject json, String key) {
    OptionalLong millis = json.findNumber(key);
    return millis.isEmpty() ? null : Duration.ofMillis(millis.getAsLong());
  }
}
