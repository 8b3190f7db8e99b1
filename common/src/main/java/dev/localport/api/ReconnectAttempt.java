package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A service is not connected and will be tried again: what {@link Methods#RECONNECT_ATTEMPT}
 * carries.
 *
 * @param cluster its kube context, or null where it has none yet
 * @param attempt the number of the next attempt
 * @param maxAttempts how many there are at most in a row; 0: no limit
 * @param nextRetryMs milliseconds from {@code at} until it comes
 * @param error what went wrong
 * @param at when that was known
 */
public record ReconnectAttempt(
    @Nullable String cluster,
    String service,
    int attempt,
    int maxAttempts,
    long nextRetryMs,
    @Nullable Failure error,
    Instant at) {
  /** Returns the attempt as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("cluster", cluster)
        .put("service", service)
        .put("attempt", attempt)
        .put("max_attempts", maxAttempts)
        .put("next_retry_ms", nextRetryMs)
        .put("error", error == null ? null : error.toJson())
        .put("at", at)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static ReconnectAttempt from(JsonObject json) {
    return new ReconnectAttempt(
        json.findText("cluster"),
        json.text("service"),
        (int) json.number("attempt", 0),
        (int) json.number("max_attempts", 0),
        json.number("next_retry_ms", 0),
        Failure.from(json.findObject("error")),
        Objects.requireNonNullElse(json.findTime("at"), Instant.EPOCH));
  }
}
