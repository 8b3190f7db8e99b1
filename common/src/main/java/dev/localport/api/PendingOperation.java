package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a service waits for its cluster with: {@code pending} in docs/api.md.
 *
 * @param id its number
 * @param operation its name: {@code restart}
 * @param since when it was asked for
 */
public record PendingOperation(long id, String operation, Instant since) {
  /** Returns it as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("id", id)
        .put("operation", operation)
        .put("since", since)
        .build();
  }

  /** Reads what {@link #toJson} wrote; null for null. */
  public static @Nullable PendingOperation from(@Nullable JsonObject json) {
    return json == null
        ? null
        : new PendingOperation(
            json.number("id"),
            json.text("operation"),
            Objects.requireNonNullElse(json.findTime("since"), Instant.EPOCH));
  }
}
