package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a container ended.
 *
 * @param reason the API's word: {@code OOMKilled}, {@code Error}, {@code Completed}; may be null
 * @param at null where the API does not say
 */
public record Termination(@Nullable String reason, int exitCode, @Nullable Instant at) {
  /** Returns the end as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("reason", reason)
        .put("exit_code", exitCode)
        .put("at", at)
        .build();
  }

  /** Reads what {@link #toJson} wrote; null stays null. */
  public static @Nullable Termination from(@Nullable JsonObject json) {
    return json == null
        ? null
        : new Termination(
            json.findText("reason"), (int) json.number("exit_code", 0), json.findTime("at"));
  }
}
