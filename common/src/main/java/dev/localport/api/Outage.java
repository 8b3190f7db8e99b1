package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a service was wanted and could not be used: an element of {@code outages} in
 * docs/api.md. Immutable.
 *
 * @param start when it began
 * @param end when it ended; null: it is not over
 * @param duration how long it took, without the time in which the machine slept or was off
 * @param cause why, in words for people
 * @param endedBy what ended it, in words for people; null: it continues
 * @param pod the pod that the service is connected to since then, or null
 */
public record Outage(
    Instant start,
    @Nullable Instant end,
    Duration duration,
    String cause,
    @Nullable String endedBy,
    @Nullable String pod) {

  /** Returns the outage as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("start", start)
        .put("end", end)
        .put("duration_ms", duration.toMillis())
        .put("cause", cause)
        .put("ended_by", endedBy)
        .put("pod", pod)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static Outage from(JsonObject json) {
    return new Outage(
        Objects.requireNonNullElse(json.findTime("start"), Instant.EPOCH),
        json.findTime("end"),
        Duration.ofMillis(json.number("duration_ms")),
        json.text("cause"),
        json.findText("ended_by"),
        json.findText("pod"));
  }
}
