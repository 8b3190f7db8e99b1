package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Duration;

/**
 * How long a command waits for services.
 *
 * @param patience the longest wait; zero: not at all
 * @param throughOutages whether it continues waiting for services whose cluster is offline.
 *     Without, they are reported at once: it is not known when a cluster is back
 */
public record Waiting(Duration patience, boolean throughOutages) {
  /** Does not wait. */
  public static final Waiting NONE = new Waiting(Duration.ZERO, false);

  private static final long MAX_PATIENCE_MS = Duration.ofDays(1).toMillis();

  /** Returns what travels beside the other parameters of a command. */
  public JsonObject toJson() {
    JsonObject.Builder json = JsonObject.builder().put("wait_ms", patience.toMillis());
    if (throughOutages) {
      json.put("wait_through_outages", true);
    }
    return json.build();
  }

  /** Reads what {@link #toJson} wrote; a wait is not negative and at most a day. */
  public static Waiting from(JsonObject json) {
    long millis = Math.clamp(json.number("wait_ms", 0), 0, MAX_PATIENCE_MS);
    return new Waiting(Duration.ofMillis(millis), json.flag("wait_through_outages", false));
  }
}
