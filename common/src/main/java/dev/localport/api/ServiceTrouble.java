package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A service is connected and its clients do not get what they came for, or do again: what {@link
 * Methods#TROUBLE} carries.
 *
 * @param service its name
 * @param cluster its kube context, or null where it has none yet
 * @param trouble one of the words below
 * @param message what is known of it, in words for people; null for {@link #HEALTHY}
 * @param count how many connections were refused since the service was started
 * @param at when
 */
public record ServiceTrouble(
    String service,
    @Nullable String cluster,
    String trouble,
    @Nullable String message,
    long count,
    Instant at) {
  /** The pod refused connections. */
  public static final String REFUSED = "refused";

  /** The health check fails. */
  public static final String UNHEALTHY = "unhealthy";

  /** The health check passes again. */
  public static final String HEALTHY = "healthy";

  /** Returns the trouble as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("cluster", cluster)
        .put("service", service)
        .put("trouble", trouble)
        .put("message", message)
        .put("count", count)
        .put("at", at)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static ServiceTrouble from(JsonObject json) {
    return new ServiceTrouble(
        json.text("service"),
        json.findText("cluster"),
        json.text("trouble"),
        json.findText("message"),
        json.number("count", 0),
        Objects.requireNonNullElse(json.findTime("at"), Instant.EPOCH));
  }
}
