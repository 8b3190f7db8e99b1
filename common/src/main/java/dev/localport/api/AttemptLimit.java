package dev.localport.api;

import dev.localport.rpc.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * How far the services of a context use up the limit for new connection attempts: {@code
 * attempt_limit} in docs/api.md. Immutable.
 *
 * @param available how many attempts may begin at once now
 * @param waiting attempts that wait for their turn
 * @param waited how many attempts have had to wait since the daemon started
 */
public record AttemptLimit(int available, int waiting, long waited) {
  /** Returns the figures as they travel. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("available", available)
        .put("waiting", waiting)
        .put("waited", waited)
        .build();
  }

  /** Reads what {@link #toJson} wrote; null for null. */
  public static @Nullable AttemptLimit from(@Nullable JsonObject json) {
    return json == null
        ? null
        : new AttemptLimit(
            (int) json.number("available"), (int) json.number("waiting"), json.number("waited"));
  }
}
