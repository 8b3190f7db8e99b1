package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The pings of all sessions that a service has had since the daemon knows it, those that are over
 * too.
 *
 * @param sent pings sent
 * @param answered pings answered in time
 * @param missed pings not answered in time
 * @param roundTripMillis median over the sessions that live, of their newest answers; null before
 *     the first
 * @param lastAnswer when the newest answer came, null before the first
 * @param lastReceived when anything was received last, an answer or data; null: nothing yet
 * @param healthy whether there is a session in use, and each of them lives and has answered
 */
public record HeartbeatStatus(
    long sent,
    long answered,
    long missed,
    @Nullable Double roundTripMillis,
    @Nullable Instant lastAnswer,
    @Nullable Instant lastReceived,
    boolean healthy) {

  /** Returns the pings as they travel. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("sent", sent)
        .put("answered", answered)
        .put("missed", missed)
        .put("rtt_ms_p50", roundTripMillis)
        .put("last_answer", lastAnswer)
        .put("last_received", lastReceived)
        .put("healthy", healthy)
        .build();
  }

  static HeartbeatStatus from(JsonObject json) {
    return new HeartbeatStatus(
        json.number("sent"),
        json.number("answered"),
        json.number("missed"),
        json.findDecimal("rtt_ms_p50"),
        json.findTime("last_answer"),
        json.findTime("last_received"),
        json.flag("healthy", false));
  }
}
